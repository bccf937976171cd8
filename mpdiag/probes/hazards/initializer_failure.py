"""The initializer of a pool raises.

A missing file or an import error in the workers shows in this way.
"""

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP406"
REVISION = 1
QUICK = False
SCHEDULE = "waiting"
ROWS = {
    "life.initializer-failure": "Pool: task, its initializer raises",
    "life.initializer-failure:workers": "Pool: workers, their initializer raises",
    "life.initializer-failure:executor": "executor: task, its initializer raises",
}
PATIENCE = 20.0
SOON = 0.2
"""Seconds that a call has which is known not to return: only where it waits is still to be seen."""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "life.initializer-failure": "hangs",
        "life.initializer-failure:workers": "are replaced again and again",
        "life.initializer-failure:executor": "raises BrokenProcessPool",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Wait until a third worker has failed; the task is then as far as it will ever be."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    from mpdiag.cell.hang import outcome

    with ctx.Pool(1, initializer) as pool:
        task = pool.apply_async(os.getpid)
        deadline = time.monotonic() + PATIENCE
        while len(os.listdir()) < 3 and not task.ready() and time.monotonic() < deadline:
            time.sleep(0.01)
        failed = len(os.listdir())
        told = "is told" if task.ready() else outcome(cell, "life.initializer-failure", task.get, SOON)
        cell.observe("life.initializer-failure", told)
        replaced = "are replaced again and again" if failed >= 3 else "are not replaced"
        cell.observe("life.initializer-failure:workers", replaced)
        pool.terminate()
        pool.join()
    with ProcessPoolExecutor(1, ctx, initializer) as executor:
        try:
            executor.submit(os.getpid).result(PATIENCE)
            cell.observe("life.initializer-failure:executor", "works")
        except BrokenProcessPool:
            cell.observe("life.initializer-failure:executor", "raises BrokenProcessPool")


def initializer() -> None:
    """Leave a trace of this process, then fail."""
    with open("failed-%d" % os.getpid(), "w", encoding="ascii"):
        pass
    raise LookupError("settings are missing")
