"""The hash of a string, in the parent and in two children.

Programs that route work, name files or key caches by `hash()` rely on this.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP108"
REVISION = 1
SCHEDULE = "shared"
ROWS = {"inherit.hash-seed": "hash() of a string"}
EXPECTATION = {
    "inherit.hash-seed": {
        "fork": "same as in the parent",
        "spawn": "differs in every child",
        "forkserver": "differs, alike in all children",
    },
}

TEXT = "customer 1234"


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import os

    from mpdiag.cell.parent import Unavailable

    if os.environ.get("PYTHONHASHSEED", "random") not in ("", "random"):
        raise Unavailable("PYTHONHASHSEED is set: every process has the same seed")
    first, second = cell.start(child), cell.start(child)
    if first == second == child():
        seen = "same as in the parent"
    elif first == second:
        seen = "differs, alike in all children"
    else:
        seen = "differs in every child"
    return {"inherit.hash-seed": seen}


def child() -> int:
    return hash(TEXT)
