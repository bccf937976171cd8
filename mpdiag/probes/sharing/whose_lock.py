"""Which locks hold the other process back that are taken after the start.

Code that was written for threads guards with a global lock; under every start method each process has its
own.
"""

import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any, Iterator

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP122"
REVISION = 1
SCHEDULE = "shared"
QUICK = False
ROWS = {
    "share.lock:argument": "multiprocessing.Lock as an argument",
    "share.lock:manager": "Manager().Lock() as an argument",
    "share.lock:own": "multiprocessing.Lock made by each process",
    "share.lock:threading": "threading.Lock in a global",
    "share.lock:value": "the locks of two Values",
}

module_lock = threading.Lock()


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "share.lock:argument": "holds back",
        "share.lock:manager": "holds back",
        "share.lock:own": "lets through",
        "share.lock:threading": "lets through",
        "share.lock:value": "lets through",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    with ctx.Manager() as manager:
        given: "dict[str, Any]" = {"argument": ctx.Lock(), "manager": manager.Lock()}
        one, other = ctx.Value("i", 0), ctx.Value("i", 0)
        with cell.steps(child, given, other) as steps:
            next(steps)
            locks = [*given.values(), ctx.Lock(), one.get_lock()]
            for lock in locks:
                lock.acquire()
            with module_lock:
                taken = next(steps)
            for lock in locks:
                lock.release()
    for row in ROWS:
        cell.observe(row, "lets through" if taken[row.partition(":")[2]] else "holds back")


def child(given: "dict[str, Any]", value: "Any") -> "Iterator[dict[str, bool]]":
    """Try all locks while the parent holds its own."""
    import multiprocessing

    locks = dict(given, own=multiprocessing.Lock(), threading=module_lock, value=value.get_lock())
    yield {}
    yield {name: lock.acquire(False) for name, lock in locks.items()}
