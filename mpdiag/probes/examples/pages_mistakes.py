"""Pages gone wrong: workers are given an object with a lock or an open session.

Downloaders are written as classes that keep their session, and a lock for their threads.
"""

import threading

try:
    import requests
except ImportError:
    requests = None  # type: ignore[assignment]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell


class Downloader:
    """Keeps its connection open between pages."""

    def __init__(self) -> None:
        self.session = requests.Session()

    def fetch(self, address: str) -> str:
        response = self.session.get(address, timeout=10)
        return response.headers["X-Client-Port"]


class LockingDownloader(Downloader):
    """May be used by several threads."""

    def __init__(self) -> None:
        super().__init__()
        self.lock = threading.Lock()

    def fetch(self, address: str) -> str:
        with self.lock:
            return super().fetch(address)


CAUSE = {"example.pages:mistake-lock": "MP202", "example.pages:mistake-session": "MP109"}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "example.pages:mistake-lock": "pages: target with a lock in its object",
    "example.pages:mistake-session": "pages: target with an open session",
}
EXPECTATION = {
    "example.pages:mistake-lock": {
        "fork": "works",
        "spawn": "raises TypeError in start()",
        "forkserver": "raises TypeError in start()",
    },
    # A pickled Session leaves its connections behind.
    "example.pages:mistake-session": {
        "fork": "the parent's connection",
        "spawn": "a connection of its own",
        "forkserver": "a connection of its own",
    },
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.parent import Unavailable
    from mpdiag.probes.examples.page_server import PageServer

    if requests is None:
        raise Unavailable('requests is missing: python -m pip install requests (or "mpdiag[examples]")')
    with PageServer() as server:
        downloader = Downloader()
        parents_port = downloader.fetch(server)
        childs_port = cell.attempt(downloader.fetch, server)
        # Last: on Windows a child whose start() failed exists, and may read the next one's pipe.
        port = cell.attempt(LockingDownloader().fetch, server)
    if childs_port == parents_port:
        childs_port = "the parent's connection"
    elif childs_port.isdigit():
        childs_port = "a connection of its own"
    return {
        "example.pages:mistake-lock": "works" if port.isdigit() else port,
        "example.pages:mistake-session": childs_port,
    }
