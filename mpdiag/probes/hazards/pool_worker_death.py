"""A worker of a Pool ends: in the middle of a task, or while it waits for one.

The out-of-memory killer, a crash in C code, sys.exit() or Ctrl-C do that; the result is awaited for ever.
"""

import os
import signal
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell

VALUES = {
    "life.pool-worker-death": "hangs",
    "life.pool-worker-death:exit": "hangs",
    "life.pool-worker-death:interrupt": "hangs",
    "life.pool-worker-death:later": "works",
    "life.pool-worker-death:join": "hangs",
    "life.pool-worker-death:idle": "hangs",
    "life.pool-worker-death:terminate": "hangs",
}
CAUSE = {name: "MP408" if name.endswith(":interrupt") else "MP406" for name in VALUES}
REVISION = 1
QUICK = False
SCHEDULE = "waiting"
DEADLINE = 60
ROWS = {
    "life.pool-worker-death": "Pool: a task whose worker dies",
    "life.pool-worker-death:exit": "Pool: a task that calls sys.exit()",
    "life.pool-worker-death:interrupt": "Pool: a task that gets Ctrl-C",
    "life.pool-worker-death:later": "Pool: later tasks",
    "life.pool-worker-death:join": "Pool: then close() and join()",
    "life.pool-worker-death:idle": "Pool: a task, an idle worker was killed",
    "life.pool-worker-death:terminate": "Pool: then terminate()",
}
EXPECTATION = {name: dict.fromkeys(("fork", "spawn", "forkserver"), value) for name, value in VALUES.items()}
PATIENCE = 20.0


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Tasks run in order: once the last one is done, nobody works on those before it."""
    from mpdiag.cell.hang import outcome

    pool = ctx.Pool(1)
    tasks = {
        "life.pool-worker-death": pool.apply_async(die),
        "life.pool-worker-death:exit": pool.apply_async(leave),
        "life.pool-worker-death:interrupt": pool.apply_async(interrupt),
    }
    later = pool.apply_async(os.getpid)
    later.wait(PATIENCE)
    cell.observe("life.pool-worker-death:later", "works" if later.ready() else "hangs")
    for name, task in tasks.items():
        cell.observe(name, outcome(cell, name, task.get))
    pool.close()
    name = "life.pool-worker-death:join"
    cell.observe(name, outcome(cell, name, pool.join))
    _abandon(pool)

    pool = ctx.Pool(1)
    _kill_idle_worker(pool)
    for name, call in (
        ("life.pool-worker-death:idle", lambda: pool.apply(os.getpid)),
        ("life.pool-worker-death:terminate", pool.terminate),
    ):
        cell.observe(name, outcome(cell, name, call))
    _abandon(pool)


def _kill_idle_worker(pool: "Any") -> None:
    """It has the lock of the queue of tasks while it waits for one."""
    deadline = time.monotonic() + PATIENCE
    while pool._inqueue._rlock.acquire(False):
        pool._inqueue._rlock.release()
        if time.monotonic() > deadline:
            raise TimeoutError("no worker waits for a task")
        time.sleep(0.005)
    pool._pool[0].kill()


def _abandon(pool: "Any") -> None:
    """Leave the pool as it is, but for its workers: what would end it in order would hang."""
    from multiprocessing import active_children
    from multiprocessing.pool import TERMINATE

    pool._terminate.cancel()
    pool._worker_handler._state = TERMINATE
    pool._change_notifier.put(None)
    pool._worker_handler.join(PATIENCE)
    for worker in active_children():
        worker.kill()
        worker.join(PATIENCE)


def die() -> None:
    """As if killed: nothing is cleaned up."""
    os._exit(1)


def leave() -> None:
    """End the process instead of the task."""
    sys.exit(3)


def interrupt() -> None:
    """What Ctrl-C does to each process in the terminal."""
    signal.raise_signal(signal.SIGINT)
