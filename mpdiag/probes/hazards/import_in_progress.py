"""A module that another thread is importing at the moment a child is started.

Programs that import large libraries in a thread, or lazily in several, rely on this.
"""

import threading

from mpdiag.cell.hang import run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP401"
REVISION = 1
QUICK = False
SCHEDULE = "waiting"
ROWS = {"inherit.import-in-progress": "module that another thread is importing"}
EXPECTATION = {"inherit.import-in-progress": {"fork": "hangs", "spawn": "works", "forkserver": "works"}}

MODULE = "imported_by_a_thread"
SOURCE = """
import os
from mpdiag.probes.hazards import import_in_progress
if os.getpid() == %d:
    import_in_progress.begun.set()
    import_in_progress.finish.wait()
"""

begun, finish = threading.Event(), threading.Event()


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import os
    import sys

    with open(MODULE + ".py", "w", encoding="utf-8") as file:
        file.write(SOURCE % os.getpid())
    sys.path.insert(0, cell.folder)
    importer = threading.Thread(target=__import__, args=(MODULE,))
    importer.start()
    begun.wait()
    try:
        return {"inherit.import-in-progress": run(cell, "inherit.import-in-progress", child)}
    finally:
        finish.set()
        importer.join()


def child() -> None:
    # In the main thread: another one may get the number of the vanished importer, which the lock
    # takes for its owner, and would be given the half-initialized module.
    __import__(MODULE)
