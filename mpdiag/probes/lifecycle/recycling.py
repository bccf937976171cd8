"""Workers replaced after a number of tasks, or started when needed.

Recycling is the usual medicine against leaking libraries. An executor cannot do it with fork:
it would fork while its own threads run.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP401"
REVISION = 1
QUICK = False
SCHEDULE = "shared"
ROWS = {
    "life.max-tasks": "Pool(maxtasksperchild=1)",
    "life.max-tasks:executor": "executor with max_tasks_per_child=1",
    "life.executor-on-demand": "workers for one task, with max_workers=4",
    "life.executor-stop": "executor.terminate_workers()",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    on_demand = features.executor_starts_workers_on_demand and method != "fork"
    if not features.executor_recycles_workers:
        recycling = "raises TypeError"
    else:
        recycling = "raises ValueError" if method == "fork" else "a worker for each task"
    return {
        "life.max-tasks": "a worker for each task",
        "life.max-tasks:executor": recycling,
        "life.executor-on-demand": 1 if on_demand else 4,
        "life.executor-stop": "available" if features.executor_stops_workers else "not available",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Ask two tasks in a row who works on them."""
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(4, ctx) as executor:
        executor.submit(os.getpid).result(20)
        cell.observe("life.executor-on-demand", len(executor._processes))
        stops = hasattr(executor, "terminate_workers")
        cell.observe("life.executor-stop", "available" if stops else "not available")
    with ctx.Pool(1, maxtasksperchild=1) as pool:
        cell.observe("life.max-tasks", _verdict({pool.apply(os.getpid) for _ in range(2)}))
    try:
        with ProcessPoolExecutor(1, ctx, max_tasks_per_child=1) as executor:
            pids = {executor.submit(os.getpid).result(20) for _ in range(2)}
        cell.observe("life.max-tasks:executor", _verdict(pids))
    except (TypeError, ValueError) as error:
        cell.observe("life.max-tasks:executor", "raises " + type(error).__name__)


def _verdict(pids: "set[int]") -> str:
    return "a worker for each task" if len(pids) == 2 else "one worker for both tasks"
