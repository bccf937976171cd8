"""Pages fetched in parallel from a web server, with requests.

Scrapers and API clients are written so. Their workers mostly wait, and import a large package
first.
"""

from mpdiag.probes.examples.study import study

try:
    import requests
except ImportError:
    requests = None  # type: ignore[assignment]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell


def serial(addresses: "list[str]") -> "list[str]":
    return [fetch(address) for address in addresses]


def parallel(ctx: "BaseContext", addresses: "list[str]", workers: int = 4) -> "list[str]":
    with ctx.Pool(workers) as pool:
        return pool.map(fetch, addresses)


def fetch(address: str) -> str:
    response = requests.get(address, timeout=10)
    response.raise_for_status()
    return response.text


CAUSE = "MP101"
REVISION = 1
ROWS = {
    "example.pages:result": "pages fetched in parallel",
    "example.pages:global": "pages: global set by the program",
}
EXPECTATION = {
    "example.pages:result": dict.fromkeys(("fork", "spawn", "forkserver"), "same as serial"),
    "example.pages:global": {
        "fork": "changed value",
        "spawn": "initial value",
        "forkserver": "initial value",
    },
}
SCHEDULE = "timed"
KEY = ("serial", "parallel")
BUDGET = {"quick": 0.1, "default": 0.7, "rigorous": 20.0}

setting = "initial value"


def find_setting() -> str:
    return setting


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.parent import Unavailable
    from mpdiag.probes.examples.page_server import PageServer

    global setting
    setting = "changed value"
    if requests is None:
        raise Unavailable('requests is missing: python -m pip install requests (or "mpdiag[examples]")')
    count, workers = {"quick": (4, 2), "default": (8, 4), "rigorous": (40, 4)}[cell.effort]
    with PageServer() as server:
        addresses = ["%s/page/%d" % (server, number) for number in range(count)]
        return study(
            cell,
            "example.pages",
            lambda: serial(addresses),
            lambda ctx: parallel(ctx, addresses, workers),
            find_setting,
        )
