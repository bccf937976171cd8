"""Process group and session of a child.

They decide which processes a terminal's Ctrl-C and a supervisor's killpg() reach.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

REVISION = 1
SCHEDULE = "shared"
ROWS = {"inherit.process-group": "process group and session"}
EXPECTATION = {
    "inherit.process-group": {
        "fork": "the parent's",
        "spawn": "the parent's",
        "forkserver": "the parent's",
        "windows": None,
    },
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import os

    from mpdiag.cell.parent import Unavailable

    if not hasattr(os, "getpgid"):
        raise Unavailable("this system has no process groups")
    return {"inherit.process-group": "the parent's" if cell.start(child) == child() else "another"}


def child() -> "tuple[int, int]":
    import os

    return os.getpgid(0), os.getsid(0)
