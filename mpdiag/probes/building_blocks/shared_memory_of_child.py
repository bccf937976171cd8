"""SharedMemory that a child creates and closes, after the child has ended.

Workers that return the name of a block instead of its data rely on it being there.
"""

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP604"
REVISION = 1
QUICK = False
ROWS = {"ipc.shm-child-attach:created": "a block created by a child that ended"}
EXPECTATION = {
    "ipc.shm-child-attach:created": {
        "fork": "gone",
        "spawn": "still there",
        "forkserver": "still there",
        "windows": "gone",
    },
}
PATIENCE = 10.0


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """Look for the block that the child named."""
    from multiprocessing.shared_memory import SharedMemory

    name, own_tracker = cell.start(child)
    # A tracker that the child started for itself destroys the block a moment after its end.
    deadline = time.monotonic() + PATIENCE
    while own_tracker and _exists(name) and time.monotonic() < deadline:
        time.sleep(0.01)
    try:
        block = SharedMemory(name)
    except FileNotFoundError:
        return {"ipc.shm-child-attach:created": "gone"}
    block.close()
    block.unlink()
    return {"ipc.shm-child-attach:created": "still there"}


def child() -> "tuple[str, bool]":
    """Create, write, close; tell the name, and whether a tracker was started for it here."""
    from multiprocessing import resource_tracker
    from multiprocessing.shared_memory import SharedMemory

    block = SharedMemory(create=True, size=10)
    block.buf[:5] = b"hello"  # type: ignore[index]
    block.close()
    return block.name, resource_tracker._resource_tracker._pid is not None  # type: ignore[attr-defined]


def _exists(name: str) -> bool:
    from multiprocessing import resource_tracker
    from multiprocessing.shared_memory import SharedMemory

    try:
        block = SharedMemory(name)
    except FileNotFoundError:
        return False
    block.close()
    # Or our own tracker would take the block for ours.
    resource_tracker.unregister(block._name, "shared_memory")  # type: ignore[attr-defined]
    return True
