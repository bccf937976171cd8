"""How fast a ProcessPoolExecutor takes a task and returns its result.

Measured as for a Pool. A task passes through one more thread and queue than there.
"""

from mpdiag.probes.communication.pool_tasks import measure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP507"
REVISION = 2
SCHEDULE = "timed"
QUICK = False
BUDGET = {"quick": 0.15, "default": 0.4, "rigorous": 6.0}
KEY = ("task of 100 B",)
ROWS = {"ipc.cost:executor-chunks": "executor.map in chunks of 100, not of 1"}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {"ipc.cost:executor-chunks": "cheaper"}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """One worker, so that tasks do not wait for each other."""
    from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

    with ProcessPoolExecutor(1, ctx) as executor, ThreadPoolExecutor(1) as threads:
        cheaper = measure(
            cell,
            run=lambda payload: executor.submit(len, payload).result(),
            in_thread=lambda payload: threads.submit(len, payload).result(),
            map_items=lambda function, items, size: list(executor.map(function, items, chunksize=size)),
        )
    return {"ipc.cost:executor-chunks": cheaper}
