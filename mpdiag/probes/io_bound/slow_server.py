"""A server that answers late, and says how many were waiting: from a process of its own, on loopback.

One thread serves any number of clients. It ends with the pipe to its stdin, so it does not outlive the
cell whatever happens to that.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    import subprocess

DELAY = 0.01
"""Seconds from a connection to its answer."""

PATIENCE = 10.0
"""Seconds that a client waits for its answer."""


class SlowServer:
    """`with SlowServer() as port:` answers inside the block."""

    def __enter__(self) -> int:
        import subprocess
        import sys

        self._process: "subprocess.Popen[bytes]" = subprocess.Popen(
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self._process.stdout
        return int(self._process.stdout.readline())

    def __exit__(self, *_: object) -> None:
        self._process.communicate()


def ask(port: int) -> int:
    """Connect, and wait for the answer: how many clients were waiting when it was sent, this one included."""
    import socket

    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        return int(connection.recv(20))


def serve() -> None:
    import os
    import socket
    import sys
    import threading

    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    threading.Thread(target=answer, args=(listener,), daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    sys.stdin.buffer.read()
    os._exit(0)  # without waiting for clients that are still there


def answer(listener: "socket.socket") -> None:
    """Answer each client DELAY after it came."""
    import time
    from collections import deque

    waiting: "deque[tuple[float, socket.socket]]" = deque()
    while True:
        listener.settimeout(max(0.0, waiting[0][0] - time.monotonic()) if waiting else None)
        try:
            connection = listener.accept()[0]
            waiting.append((time.monotonic() + DELAY, connection))
        except OSError:
            pass  # nobody came before the next answer is due
        while waiting and waiting[0][0] <= time.monotonic():
            count, (_, connection) = len(waiting), waiting.popleft()
            with connection:
                try:
                    connection.sendall(b"%d" % count)
                except OSError:
                    pass  # the client has gone


if __name__ == "__main__":
    serve()
