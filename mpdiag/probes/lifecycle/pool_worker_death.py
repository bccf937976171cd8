"""A worker of a Pool ends in the middle of a task.

The out-of-memory killer, a crash in C code, sys.exit() or Ctrl-C do that; the result is awaited for ever.
"""

import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = {
    "life.pool-worker-death": "MP406",
    "life.pool-worker-death:exit": "MP406",
    "life.pool-worker-death:interrupt": "MP408",
    "life.pool-worker-death:later": "MP406",
}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "life.pool-worker-death": "Pool: a task whose worker dies",
    "life.pool-worker-death:exit": "Pool: a task that calls sys.exit()",
    "life.pool-worker-death:interrupt": "Pool: a task that gets Ctrl-C",
    "life.pool-worker-death:later": "Pool: later tasks",
}
PATIENCE = 20.0


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "life.pool-worker-death": "hangs",
        "life.pool-worker-death:exit": "hangs",
        "life.pool-worker-death:interrupt": "hangs",
        "life.pool-worker-death:later": "works",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Tasks run in order: once the last one is done, nobody works on those before it."""
    with ctx.Pool(1) as pool:
        tasks = {
            "life.pool-worker-death": pool.apply_async(die),
            "life.pool-worker-death:exit": pool.apply_async(leave),
            "life.pool-worker-death:interrupt": pool.apply_async(interrupt),
        }
        later = pool.apply_async(os.getpid)
        later.wait(PATIENCE)
        cell.observe("life.pool-worker-death:later", "works" if later.ready() else "hangs")
        for fact, task in tasks.items():
            cell.observe(fact, "is told" if task.ready() else "hangs")


def die() -> None:
    """As if killed: nothing is cleaned up."""
    os._exit(1)


def leave() -> None:
    """End the process instead of the task."""
    sys.exit(3)


def interrupt() -> None:
    """What Ctrl-C does to each process in the terminal."""
    signal.raise_signal(signal.SIGINT)
