"""A web server for the examples: pages on loopback, from a process of its own.

No thread of it runs in the parent, which a fork would find there. It ends with the pipe
to its stdin, so it does not outlive the cell whatever happens to that.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess

LATENCY = 0.03
"""Seconds until a page comes, as over a network."""


class PageServer:
    """`with PageServer() as address:` serves `http://ADDRESS/ANYTHING` inside the block."""

    def __enter__(self) -> str:
        import os
        import subprocess
        import sys

        # Where a proxy is configured, requests would ask it even for a page on loopback.
        os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
        self._process: "subprocess.Popen[bytes]" = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdout
        return "http://127.0.0.1:" + self._process.stdout.readline().decode().strip()

    def __exit__(self, *_: object) -> None:
        self._process.communicate()


def serve() -> None:
    """Answer every GET after LATENCY; the page names its path and the client's port."""
    import os
    import sys
    import threading
    import time
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    class Page(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # keeps connections open, as servers do
        disable_nagle_algorithm = True  # the body would wait for the head's acknowledgement

        def do_GET(self) -> None:
            time.sleep(LATENCY)
            lines = ["<p>%s, line %d" % (self.path, number) for number in range(200)]
            page = "\n".join(lines).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(page)))
            self.send_header("X-Client-Port", str(self.client_address[1]))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.buffer.read()
    os._exit(0)  # without waiting for connections that are still open


if __name__ == "__main__":
    serve()
