"""A worker of a ProcessPoolExecutor ends in the middle of a task.

Unlike a Pool the executor notices, and gives up as a whole.
"""

from mpdiag.probes.hazards.pool_worker_death import die, leave

TYPE_CHECKING = False
if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.context import BaseContext
    from typing import Callable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP406"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "life.executor-worker-death": "executor: a task whose worker dies",
    "life.executor-worker-death:later": "executor: later tasks",
    "life.executor-worker-death:exit": "executor: a task that calls sys.exit()",
    "life.executor-worker-death:exit-later": "executor: later tasks, after sys.exit()",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "life.executor-worker-death": "raises BrokenProcessPool",
        "life.executor-worker-death:later": "raises BrokenProcessPool",
        "life.executor-worker-death:exit": "raises SystemExit",
        "life.executor-worker-death:exit-later": "works",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """One executor for each way to end."""
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(1, ctx) as executor:
        cell.observe("life.executor-worker-death", _outcome(executor, die))
        cell.observe("life.executor-worker-death:later", _outcome(executor, work))
    with ProcessPoolExecutor(1, ctx) as executor:
        cell.observe("life.executor-worker-death:exit", _outcome(executor, leave))
        cell.observe("life.executor-worker-death:exit-later", _outcome(executor, work))


def work() -> None:
    """A task that goes well."""


def _outcome(executor: "ProcessPoolExecutor", task: "Callable[[], None]") -> str:
    try:
        executor.submit(task).result(20)
    except (Exception, SystemExit) as error:
        return "raises " + type(error).__name__
    return "works"
