"""Waiting for an Event or a Queue that was made at the top of the main file.

Short programs and answers on the web put them there, and use them in the target function.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell

CAUSE = "MP113"
REVISION = 1
SCHEDULE = "waiting"
QUICK = False
ROWS = {
    "hazard.module-level-event": "wait() for a module-level Event",
    "hazard.module-level-queue": "get() from a module-level Queue",
}
EXPECTATION = {name: {"fork": "works", "spawn": "hangs", "forkserver": "hangs"} for name in ROWS}

MAIN = """
import multiprocessing
event = multiprocessing.Event()
queue = multiprocessing.Queue()
"""


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """The child has ended when we wait: whoever could set the Event has done so."""
    from mpdiag.cell.hang import Child, outcome

    main = main_file()
    Child(cell, child).ended()
    name = "hazard.module-level-event"
    cell.observe(name, outcome(cell, name, lambda: "works" if main.event.wait() else "fails"))
    name = "hazard.module-level-queue"
    cell.observe(name, outcome(cell, name, lambda: "works" if main.queue.get() == "item" else "fails"))


def child() -> None:
    main_file().event.set()
    main_file().queue.put("item")


def main_file() -> "Any":
    import sys

    return sys.modules["__main__"]
