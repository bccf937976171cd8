"""A child is given the Process object of its sibling, to join it.

Programs try this to let workers wait for each other.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess
    from typing import Any

    from mpdiag.cell.parent import Cell

CAUSE = "MP202"
REVISION = 1
SCHEDULE = "shared"
ROWS = {"life.foreign-process-object": "join() of a sibling"}
EXPECTATION = {
    "life.foreign-process-object": {
        "fork": "raises AssertionError in the child",
        "spawn": "raises TypeError in start()",
        "forkserver": "raises TypeError in start()",
    },
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """The sibling runs until its pipe is closed."""
    orders, ours = ctx.Pipe(duplex=False)
    sibling = ctx.Process(target=wait, args=(orders,), daemon=True)  # type: ignore[attr-defined]
    sibling.start()
    outcome = cell.attempt(join, sibling)
    ours.send("end")
    sibling.join(10)
    return {"life.foreign-process-object": outcome}


def wait(orders: "Connection[Any, Any]") -> None:
    """Run until told to end."""
    orders.recv()


def join(sibling: "BaseProcess") -> str:
    """Wait for a process that somebody else started."""
    sibling.join(10)
    return "waits"
