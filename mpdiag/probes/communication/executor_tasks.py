"""How fast a ProcessPoolExecutor takes a task and returns its result.

Measured as for a Pool. A task passes through one more thread and queue than there.
"""

from mpdiag.probes.communication.pool_tasks import measure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP507"
REVISION = 1
SCHEDULE = "timed"
BUDGET = {"quick": 0.15, "default": 0.8, "rigorous": 6.0}
ROWS: "dict[str, str]" = {}
EXPECTATION: "dict[str, dict[str, object]]" = {}


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """One worker, so that tasks do not wait for each other."""
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(1, ctx) as executor:
        measure(cell, lambda payload: executor.submit(len, payload).result())
