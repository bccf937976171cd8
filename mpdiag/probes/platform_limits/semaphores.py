"""How many semaphores there may be, and whether they tell their value.

Every lock is a semaphore, a Queue has three. macOS cannot tell a semaphore's value, and so not
how many items a Queue holds.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any, Callable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP602"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "ipc.qsize": "Queue.qsize()",
    "os-only.macos-qsize-semaphores": "Semaphore.get_value()",
    "os-only.macos-qsize-semaphores:timeout": "acquire(timeout=...) of a taken semaphore",
    "limits.semaphores": "1000 locks at once",
}
MANY = 1000


def expectation(method: str, features: "Features") -> "dict[str, object]":
    told = "works" if features.semaphores_tell_their_value else "raises NotImplementedError"
    return {
        "ipc.qsize": told,
        "os-only.macos-qsize-semaphores": told,
        # macOS has no sem_timedwait either; there, acquire() tries again and again.
        "os-only.macos-qsize-semaphores:timeout": "gives up",
        "limits.semaphores": "works",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """No child is needed."""
    queue = ctx.Queue()
    queue.put("item")
    semaphore = ctx.Semaphore(1)
    value = _outcome(semaphore.get_value, 1)
    semaphore.acquire()
    taken = semaphore.acquire(timeout=0.01)
    size = _outcome(queue.qsize, 1)
    queue.get()
    return {
        "ipc.qsize": size,
        "os-only.macos-qsize-semaphores": value,
        "os-only.macos-qsize-semaphores:timeout": "takes it" if taken else "gives up",
        "limits.semaphores": _outcome(lambda: len([ctx.Lock() for _ in range(MANY)]), MANY),
    }


def _outcome(call: "Callable[[], Any]", right: int) -> str:
    try:
        return "works" if call() == right else "miscounts"
    except (NotImplementedError, OSError) as error:
        return "raises " + type(error).__name__
