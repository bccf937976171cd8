"""How long the name of a block of shared memory may be.

Programs that name their blocks after a job or a file meet the limit of macOS first: 31 characters.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "ipc.shm-names:short": "SharedMemory with a name of 28 characters",
    "ipc.shm-names:long": "SharedMemory with a name of 40 characters",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "ipc.shm-names:short": "works",
        # PSHMNAMLEN in sys/posix_shm.h of macOS is 31, with the slash that Python puts before the name.
        "ipc.shm-names:long": "raises OSError" if features.macos else "works",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    return {"ipc.shm-names:short": _create(28), "ipc.shm-names:long": _create(40)}


def _create(length: int) -> str:
    import os
    from multiprocessing.shared_memory import SharedMemory

    try:
        block = SharedMemory(os.urandom(length).hex()[:length], create=True, size=10)
    except OSError:
        return "raises OSError"
    block.close()
    block.unlink()
    return "works"
