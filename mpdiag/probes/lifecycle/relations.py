"""Who a child's parent is, and what it is called.

Children that watch os.getppid() to notice the death of their parent rely on this.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP119"
REVISION = 1
ROWS = {
    "identity.parent": "os.getppid() in the child",
    "identity.parent:parent_process": "parent_process() in the child",
    "identity.names": "default name of the first child",
}
EXPECTATION = {
    "identity.parent": {"fork": "the creator", "spawn": "the creator", "forkserver": "another process"},
    "identity.parent:parent_process": {
        "fork": "the creator",
        "spawn": "the creator",
        "forkserver": "the creator",
    },
    "identity.names": {
        "fork": "ForkProcess-1",
        "spawn": "SpawnProcess-1",
        "forkserver": "ForkServerProcess-1",
    },
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """Compare what the child says with our own pid."""
    system, library, name = cell.start(child)
    return {
        "identity.parent": _who(system),
        "identity.parent:parent_process": _who(library),
        "identity.names": name,
    }


def child() -> "tuple[int, int, str]":
    """Tell both parents and the own name."""
    from multiprocessing import current_process, parent_process

    return os.getppid(), parent_process().pid, current_process().name  # type: ignore[union-attr,return-value]


def _who(pid: int) -> str:
    return "the creator" if pid == os.getpid() else "another process"
