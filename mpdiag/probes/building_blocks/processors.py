"""The default number of workers where only one processor is allowed.

Containers and batch systems restrict programs this way; too many workers then share one processor.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
QUICK = False
ROWS = {"ipc.cpu-count": "default number of workers, one CPU allowed"}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if not features.has_affinity:
        return {"ipc.cpu-count": None}
    return {"ipc.cpu-count": "processors it may use" if features.pools_respect_affinity else "all processors"}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """Ask an executor that starts nobody."""
    from concurrent.futures import ProcessPoolExecutor

    from mpdiag.cell.parent import Unavailable

    if not hasattr(os, "sched_setaffinity"):
        raise Unavailable("this system has no os.sched_setaffinity")
    if os.cpu_count() == 1:
        raise Unavailable("there is only one processor")
    os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
    with ProcessPoolExecutor(mp_context=ctx) as executor:
        workers = executor._max_workers  # type: ignore[attr-defined]
    return {"ipc.cpu-count": "processors it may use" if workers == 1 else "all processors"}
