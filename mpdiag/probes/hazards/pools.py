"""Pools that wait for what never comes, or drop what nobody waits for.

Programs with callbacks or with tasks that nobody waits for rely on this.
"""

import os
import time

from mpdiag.cell.hang import Call, outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = {
    "hazard.pool-with": "MP411",
    "hazard.pool-callback": "MP410",
    "hazard.pool-callback:processor": "MP410",
}
REVISION = 1
SCHEDULE = "waiting"
QUICK = False
ROWS = {
    "hazard.pool-join": "Pool: join() without close()",
    "hazard.pool-with": "Pool: task under way at the end of with",
    "hazard.pool-with:executor": "executor: task under way at the end of with",
    "hazard.pool-callback": "Pool: apply(), after a callback raised",
    "hazard.pool-callback:processor": "processor of a program that waits so",
    "hazard.pool-callback:executor": "executor: a task, after a callback raised",
}
PATIENCE = 20.0
SOON = 0.4
"""Seconds for what only has to be handed over."""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    survives = features.pool_survives_callback
    return {
        "hazard.pool-join": "raises ValueError",
        "hazard.pool-with": "is dropped",
        "hazard.pool-with:executor": "is done",
        "hazard.pool-callback": "works" if survives else "hangs",
        "hazard.pool-callback:processor": "idle" if survives else "kept busy",
        "hazard.pool-callback:executor": "works",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(1, ctx) as executor:
        done = executor.submit(abs, -1)
        done.add_done_callback(fail)
        done.result()  # its worker has started
        name = "hazard.pool-callback:executor"
        cell.observe(name, outcome(cell, name, lambda: "works" if executor.submit(abs, -1).result() else ""))
        executor.submit(leave_file, "executor")
    cell.observe("hazard.pool-with:executor", _done("executor"))

    with ctx.Pool(1) as pool:
        cell.observe("hazard.pool-join", outcome(cell, "hazard.pool-join", pool.join))
        pool.apply_async(leave_file, ("pool",))
    cell.observe("hazard.pool-with", _done("pool"))

    pool = ctx.Pool(1)
    pool.apply_async(abs, (-1,), callback=fail)
    # Where the thread that reads all results has died of it, later ones are there, but read by nobody.
    later = Call(lambda: pool.apply(leave_file, ("later",)))
    _wait_for_file("later")
    cell.observe("hazard.pool-callback:processor", _use_of_processor())
    cell.observe("hazard.pool-callback", later.outcome(cell, "hazard.pool-callback", 2 * SOON))
    try:
        pool.terminate()
    except AssertionError:
        pass  # it relies on that thread


def _wait_for_file(name: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not os.path.exists(name) and time.monotonic() < deadline:
        time.sleep(0.01)


def _use_of_processor() -> str:
    """Of this process, while it only waits."""
    before = time.process_time()
    time.sleep(SOON)
    return "kept busy" if time.process_time() - before > SOON / 20 else "idle"


def _done(name: str) -> str:
    return "is done" if os.path.exists(name) else "is dropped"


def fail(result: object) -> None:
    """A callback with a bug."""
    raise LookupError("a bug in the callback")


def leave_file(name: str) -> None:
    time.sleep(0.2)
    with open(name, "w", encoding="ascii"):
        pass
