"""SharedMemory: a named block that a child attaches, writes and leaves behind.

Large arrays travel this way; names, sizes and the moment of destruction differ by system.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.shared_memory import SharedMemory
    from typing import Callable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP604"
REVISION = 1
ROWS = {
    "block.SharedMemory": "SharedMemory, written by the child",
    "ipc.shm-child-attach": "the block after the child that used it",
    "ipc.shm-names": "how a new block is named",
    "ipc.shm-names:existing": "creating a name that exists",
    "ipc.shm-names:missing": "attaching to a name that is missing",
    "ipc.shm-names:empty": "creating a block of no bytes",
    "ipc.shm-size": "size of 10 bytes, for its creator",
    "ipc.shm-size:attached": "size of 10 bytes, attached in the child",
    "ipc.shm-close-exports": "close() while a slice of buf is kept",
    "ipc.shm-unlink": "the name after unlink(), while attached",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "block.SharedMemory": "carries data",
        "ipc.shm-child-attach": "still there",
        "ipc.shm-names": "wnsm_" if features.windows else "psm_",
        "ipc.shm-names:existing": "raises FileExistsError",
        "ipc.shm-names:missing": "raises FileNotFoundError",
        "ipc.shm-names:empty": "raises ValueError",
        "ipc.shm-size": "whole pages" if features.macos else "as asked",
        "ipc.shm-size:attached": "as asked" if features.system == "Linux" else "whole pages",
        "ipc.shm-close-exports": "raises BufferError",
        "ipc.shm-unlink": "still there" if features.windows else "gone",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Create in the parent, so that its resource tracker is the children's too."""
    from multiprocessing.shared_memory import SharedMemory

    block = SharedMemory(create=True, size=10)
    try:
        cell.observe("ipc.shm-names", block.name.partition("_")[0] + "_")
        cell.observe("ipc.shm-size", _size(block))
        cell.observe("ipc.shm-size:attached", cell.start(child, block.name))
        shared = block.buf[:5] == b"hello"  # type: ignore[index]
        cell.observe("block.SharedMemory", "carries data" if shared else "does not share")
        cell.observe("ipc.shm-child-attach", _presence(block.name))
        cell.observe("ipc.shm-names:existing", _outcome(SharedMemory, block.name, True, 10))
        cell.observe("ipc.shm-names:missing", _outcome(SharedMemory, block.name + "x"))
        cell.observe("ipc.shm-names:empty", _outcome(SharedMemory, None, True, 0))
        kept = block.buf[:5]  # type: ignore[index]
        cell.observe("ipc.shm-close-exports", _outcome(block.close))
        kept.release()
    finally:
        block.unlink()
    cell.observe("ipc.shm-unlink", _presence(block.name))
    block.close()


def child(name: str) -> str:
    """Attach, write, close."""
    from multiprocessing.shared_memory import SharedMemory

    block = SharedMemory(name)
    block.buf[:5] = b"hello"  # type: ignore[index]
    size = _size(block)
    block.close()
    return size


def _size(block: "SharedMemory") -> str:
    return "as asked" if block.size == 10 else "whole pages"


def _presence(name: str) -> str:
    from multiprocessing.shared_memory import SharedMemory

    try:
        SharedMemory(name).close()
    except FileNotFoundError:
        return "gone"
    return "still there"


def _outcome(call: "Callable[..., object]", *args: object) -> str:
    try:
        call(*args)
    except Exception as error:
        return "raises " + type(error).__name__
    return "works"
