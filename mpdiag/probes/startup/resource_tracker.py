"""When the resource tracker, a helper process, is started.

It cleans up named semaphores and shared memory after a crash. Under fork most programs never need it;
a pool that is forked before the first shared memory gives every worker a tracker of its own.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP119"
REVISION = 1
ROWS = {
    "startup.fork-and-resource-tracker": "resource tracker after Lock, Queue, Process",
    "startup.fork-and-resource-tracker:shared-memory": "resource tracker after SharedMemory",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    needed = method != "fork" and not features.windows
    return {
        "startup.fork-and-resource-tracker": "runs" if needed else "not started",
        "startup.fork-and-resource-tracker:shared-memory": "not started" if features.windows else "runs",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from multiprocessing.shared_memory import SharedMemory

    lock, queue = ctx.Lock(), ctx.Queue()
    cell.start(child, lock)
    cell.observe("startup.fork-and-resource-tracker", _tracker())
    queue.close()
    block = SharedMemory(create=True, size=16)
    tracker = _tracker()
    block.close()
    block.unlink()
    return {"startup.fork-and-resource-tracker:shared-memory": tracker}


def child(lock: "object") -> None:
    with lock:  # type: ignore[attr-defined]
        pass


def _tracker() -> str:
    import os
    from multiprocessing import resource_tracker

    pid = resource_tracker._resource_tracker._pid  # type: ignore[attr-defined]
    if pid is None:
        return "not started"
    os.kill(pid, 0)
    return "runs"
