"""Deeply nested data as argument and result.

Programs that send linked lists, trees or parsed documents rely on this.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell

CAUSE = "MP209"
REVISION = 1
QUICK = False
SCHEDULE = "shared"
ROWS = {
    "pickle.recursion": "list nested 100000 deep as argument",
    "pickle.recursion:result": "list nested 100000 deep sent back",
}
REFUSED, RAISED = "raises RecursionError in start()", "raises RecursionError in the child"
EXPECTATION = {
    "pickle.recursion": {"fork": "works", "spawn": REFUSED, "forkserver": REFUSED},
    "pickle.recursion:result": {"fork": RAISED, "spawn": RAISED, "forkserver": RAISED},
}
DEPTH = 100_000


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    return {
        "pickle.recursion:result": cell.attempt(send_back),
        "pickle.recursion": cell.attempt(measure, nested()),
    }


def nested() -> "list[Any]":
    outer: "list[Any]" = []
    for _ in range(DEPTH):
        outer = [outer]
    return outer


def measure(outer: "list[Any]") -> str:
    depth = 0
    while outer:
        outer = outer[0]
        depth += 1
    return "works" if depth == DEPTH else "arrives changed"


def send_back() -> str:
    """Send it over a pipe of its own: the one of our answer is not to break."""
    import multiprocessing

    reader, writer = multiprocessing.Pipe(False)
    with reader, writer:
        writer.send(nested())
    return "works"
