"""ProcessPoolExecutor: tasks go to workers, results and exceptions come back.

The younger of the two pools; it notices when a worker dies.
"""

from mpdiag.probes.building_blocks.pools import about, add, initializer, numbers, task

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "block.ProcessPoolExecutor:submit": "ProcessPoolExecutor.submit()",
    "block.ProcessPoolExecutor:map": "ProcessPoolExecutor.map()",
    "block.ProcessPoolExecutor:initializer": "ProcessPoolExecutor(initializer=...)",
    "block.ProcessPoolExecutor:exception": "an exception in a task",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "block.ProcessPoolExecutor:submit": "carries data",
        "block.ProcessPoolExecutor:map": "carries data",
        "block.ProcessPoolExecutor:initializer": "carries data",
        "block.ProcessPoolExecutor:exception": "raised in the parent",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """The same tasks as for the pool."""
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(2, ctx, initializer, (1000,)) as executor:
        carried = executor.submit(add, 1000, 1).result(10) == 1001
        cell.observe("block.ProcessPoolExecutor:submit", "carries data" if carried else "changes data")
        carried = list(executor.map(task, numbers, timeout=10)) == [1000 + number for number in numbers]
        cell.observe("block.ProcessPoolExecutor:map", "carries data" if carried else "changes data")
        carried = executor.submit(about).result(10)[0] == 1000
        cell.observe("block.ProcessPoolExecutor:initializer", "carries data" if carried else "changes data")
        error = executor.submit(fail).exception(10)
        raised = isinstance(error, LookupError) and error.args == ("what it says",)
        cell.observe("block.ProcessPoolExecutor:exception", "raised in the parent" if raised else "lost")


def fail() -> None:
    """A task that goes wrong."""
    raise LookupError("what it says")
