"""The semaphores below all locks and queues, and what misusing them raises.

A spawned child opens a semaphore by its name; a forked one inherits it, nameless.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = {"ipc.semaphore-names": "MP405"}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "ipc.semaphore-names": "name of a lock in the system",
    "ipc.sem-value-max": "largest value of a semaphore",
    "ipc.lock-errors:Lock": "release() of a free Lock",
    "ipc.lock-errors:RLock": "release() of an RLock by another",
    "ipc.lock-errors:BoundedSemaphore": "one release() of a BoundedSemaphore too many",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    bounded = "raises ValueError" if features.semaphores_tell_their_value else "goes unnoticed"
    return {
        "ipc.semaphore-names": "none" if method == "fork" or features.windows else "named",
        "ipc.sem-value-max": 32767 if features.macos else 2147483647,
        "ipc.lock-errors:Lock": "raises ValueError",
        "ipc.lock-errors:RLock": "raises AssertionError",
        "ipc.lock-errors:BoundedSemaphore": bounded,
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """No child is needed: the context decides about the name."""
    from multiprocessing.synchronize import SEM_VALUE_MAX  # type: ignore[attr-defined]

    return {
        "ipc.semaphore-names": "named" if ctx.Lock()._semlock.name else "none",  # type: ignore[attr-defined]
        "ipc.sem-value-max": SEM_VALUE_MAX,
        "ipc.lock-errors:Lock": _release(ctx.Lock()),
        "ipc.lock-errors:RLock": _release(ctx.RLock()),
        "ipc.lock-errors:BoundedSemaphore": _release(ctx.BoundedSemaphore()),
    }


def _release(lock: "Any") -> str:
    try:
        lock.release()
    except Exception as error:
        return "raises " + type(error).__name__
    return "goes unnoticed"
