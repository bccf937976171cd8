"""Locks that are held in the parent at the moment a child is started.

Every library that guards something with a lock is concerned: a forked child has the lock
as it was then, but of the threads only the one that called start().
"""

import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell

CAUSE = "MP401"
REVISION = 1
SCHEDULE = "waiting"
ROWS = {
    "inherit.lock-other-thread": "Lock held by another thread",
    "inherit.lock-other-thread:rlock": "RLock held by another thread",
    "inherit.lock-own-thread": "Lock held by the starting thread",
    "inherit.lock-own-thread:rlock": "RLock held by the starting thread",
    "inherit.logging-locks": "logging handler's lock, other thread",
}
_LEFT_HELD = {"fork": "hangs", "spawn": "taken", "forkserver": "taken"}
_TAKEN = {"fork": "taken", "spawn": "taken", "forkserver": "taken"}
EXPECTATION = {
    "inherit.lock-other-thread": _LEFT_HELD,
    "inherit.lock-other-thread:rlock": _LEFT_HELD,
    "inherit.lock-own-thread": _LEFT_HELD,
    "inherit.lock-own-thread:rlock": _TAKEN,
    "inherit.logging-locks": _TAKEN,
}

WAITED_FOR = "inherit.lock-other-thread"
"""The one that the child really waits for, after it has tried the others."""

locks: "dict[str, Any]" = {
    "inherit.lock-other-thread": threading.Lock(),
    "inherit.lock-other-thread:rlock": threading.RLock(),
    "inherit.lock-own-thread": threading.Lock(),
    "inherit.lock-own-thread:rlock": threading.RLock(),
}


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    from mpdiag.cell.hang import Child, outcome

    held, finished = threading.Event(), threading.Event()
    holder = threading.Thread(target=hold, args=(held, finished))
    holder.start()
    held.wait()
    found, told = ctx.Pipe(False)
    try:
        with locks["inherit.lock-own-thread"], locks["inherit.lock-own-thread:rlock"]:
            process = Child(cell, child, told)
        for name, value in found.recv().items():
            cell.observe(name, value)
        cell.observe(WAITED_FOR, outcome(cell, WAITED_FOR, process.ended, child=process))
    finally:
        finished.set()
        holder.join()


def hold(held: threading.Event, finished: threading.Event) -> None:
    with locks["inherit.lock-other-thread"], locks["inherit.lock-other-thread:rlock"], handler_lock():
        held.set()
        finished.wait()


def child(told: "Connection[Any, Any]") -> str:
    """The locks that nobody here could release are the ones on which a blocking acquire() hangs."""
    found = {
        name: "taken" if lock.acquire(blocking=False) else "hangs"
        for name, lock in locks.items()
        if name != WAITED_FOR
    }
    found["inherit.logging-locks"] = "taken" if handler_lock().acquire(blocking=False) else "hangs"
    told.send(found)
    locks[WAITED_FOR].acquire()
    return "taken"


def handler_lock() -> "Any":
    import logging

    if not logging.root.handlers:
        logging.root.addHandler(logging.StreamHandler())
    return logging.root.handlers[0].lock
