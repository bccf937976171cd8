"""A module global rebound by the main program before it starts a child.

Programs that fill a settings object at start-up and read it in workers rely on this.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP101"
REVISION = 1
SCHEDULE = "shared"
ROWS = {"inherit.globals": "global set at run time"}
EXPECTATION = {
    "inherit.globals": {"fork": "changed value", "spawn": "initial value", "forkserver": "initial value"},
}

setting = "initial value"


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """Do what the user's program would do; return the observations."""
    global setting
    setting = "changed value"
    return {"inherit.globals": cell.start(child)}


def child() -> str:
    """Runs in the measured process."""
    return setting
