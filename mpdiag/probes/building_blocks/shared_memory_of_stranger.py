"""SharedMemory that an unrelated Python program attaches and closes.

Two programs that are not parent and child share memory this way, as notebooks and servers do.
"""

import sys

from mpdiag.cell.program import run_command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP604"
REVISION = 1
QUICK = False
ROWS = {"ipc.shm-foreign-attach": "the block after an unrelated program used it"}

STRANGER = """
import sys
from multiprocessing.shared_memory import SharedMemory
SharedMemory(sys.argv[1]).close()
"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {"ipc.shm-foreign-attach": "still there" if features.windows else "gone"}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """Wait for the program and for its resource tracker, which holds its stderr."""
    from multiprocessing.shared_memory import SharedMemory

    block = SharedMemory(create=True, size=10)
    stranger = run_command([sys.executable, "-c", STRANGER, block.name])
    if stranger.code != 0:
        raise RuntimeError(stranger.err)
    try:
        SharedMemory(block.name).close()
        presence = "still there"
        block.unlink()
    except FileNotFoundError:
        from multiprocessing import resource_tracker

        presence = "gone"
        resource_tracker.unregister(block._name, "shared_memory")  # type: ignore[attr-defined]
    block.close()
    return {"ipc.shm-foreign-attach": presence}
