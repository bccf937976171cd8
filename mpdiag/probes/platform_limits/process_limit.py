"""What start() does where the user may have no more processes.

Batch systems and containers limit them, and threads count as well.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP102"
REVISION = 1
QUICK = False
ROWS = {
    "limits.processes": "start() at a limit of processes",
    "limits.processes:raised": "start() when the limit is raised again",
}
EXPECTATION = {
    "limits.processes": {
        "fork": "raises BlockingIOError in start()",
        "spawn": "raises BlockingIOError in start()",
        # The server forks, and has the limit that held when it was started.
        "forkserver": "works",
        "windows": None,
    },
    "limits.processes:raised": {"fork": "works", "spawn": "works", "forkserver": "works", "windows": None},
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """Start one child before, and with it the helpers."""
    from mpdiag.cell.parent import Unavailable

    try:
        import resource
    except ImportError:
        raise Unavailable("this system has no limit of processes for a user") from None
    if os.geteuid() == 0:
        raise Unavailable("the limit of processes does not hold for root")
    cell.start(child)
    soft, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    resource.setrlimit(resource.RLIMIT_NPROC, (1, hard))
    try:
        limited = cell.attempt(child)
    finally:
        resource.setrlimit(resource.RLIMIT_NPROC, (soft, hard))
    return {"limits.processes": limited, "limits.processes:raised": cell.attempt(child)}


def child() -> str:
    return "works"
