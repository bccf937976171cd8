"""A module that another thread is importing at the moment a child is started.

Programs that import large libraries in a thread, or lazily in several, rely on this.
"""

import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell

CAUSE = "MP401"
REVISION = 1
SCHEDULE = "waiting"
ROWS = {"inherit.import-in-progress": "module that another thread is importing"}
EXPECTATION = {"inherit.import-in-progress": {"fork": "hangs", "spawn": "works", "forkserver": "works"}}

PATIENCE = 1.5
"""Seconds for importing five lines. A fork never gets the lock of that import."""

MODULE = "imported_by_a_thread"
SOURCE = """
import os
from mpdiag.probes.inherited import import_in_progress
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
        return {"inherit.import-in-progress": import_in_child(ctx)}
    finally:
        finish.set()
        importer.join()


def import_in_child(ctx: "BaseContext") -> str:
    """The time that the child needs to start does not count."""
    answers, theirs = ctx.Pipe(False)
    process = ctx.Process(target=child, args=(theirs,))  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    try:
        answers.recv()
        return str(answers.recv()) if answers.poll(PATIENCE) else "hangs"
    finally:
        process.kill()
        process.join()
        answers.close()


def child(answers: "Connection[Any, Any]") -> None:
    answers.send("started")
    # In the main thread: another one may get the number of the vanished importer, which the lock
    # takes for its owner, and would be given the half-initialized module.
    __import__(MODULE)
    answers.send("works")
