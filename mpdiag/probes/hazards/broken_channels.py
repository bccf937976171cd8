"""A child that is killed in the middle of get(), put() or send().

Programs that terminate() workers which share a queue or a pipe with others rely on this.
"""

import time

from mpdiag.cell.hang import Child, outcome, run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.queues import Queue
    from typing import Any

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP409"
REVISION = 1
SCHEDULE = "waiting"
QUICK = False
ROWS = {
    "hazard.killed-in-get": "get(), after another was killed in get()",
    "hazard.killed-in-put": "get(), after the sender was killed in put()",
    "hazard.killed-in-put:others": "child that puts, after another was killed",
    "hazard.killed-in-send": "Pipe: message after a half-sent one",
}

LARGE = 1 << 20
"""Bytes: more than any pipe holds."""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    # On Windows, a message is in the pipe as a whole or not at all, and queues need no lock to write.
    whole = features.windows
    return {
        "hazard.killed-in-get": "hangs",
        "hazard.killed-in-put": "gets the next item" if whole else "hangs",
        "hazard.killed-in-put:others": "works" if whole else "hangs",
        "hazard.killed-in-send": "arrives" if whole else "taken for the rest of the other",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    queue: "Queue[bytes]" = ctx.Queue()
    reader = Child(cell, queue.get)
    _wait_for_owner(queue._rlock)  # type: ignore[attr-defined]
    reader.kill()
    queue.put(b"item")
    _observe(cell, "hazard.killed-in-get", queue)

    queue = ctx.Queue()
    writer = Child(cell, queue.put, bytes(LARGE))
    queue._reader.poll(10)  # type: ignore[attr-defined]
    writer.kill()
    cell.observe("hazard.killed-in-put:others", run(cell, "hazard.killed-in-put:others", queue.put, b"item"))
    _observe(cell, "hazard.killed-in-put", queue)

    cell.observe("hazard.killed-in-send", _send_after_half(ctx, cell))


def _observe(cell: "Cell", name: str, queue: "Queue[bytes]") -> None:
    cell.observe(
        name, outcome(cell, name, lambda: "gets the next item" if queue.get() == b"item" else "works")
    )


def _send_after_half(ctx: "BaseContext", cell: "Cell") -> str:
    """Two senders, as a queue has them, but without a lock; the first is killed."""
    receiving, sending = ctx.Pipe(False)
    first = Child(cell, sending.send_bytes, b"1" * LARGE)
    receiving.poll(10)
    first.kill()
    second = Child(cell, sending.send_bytes, b"2" * LARGE)
    message = receiving.recv_bytes()
    second.kill()
    return "arrives" if message == b"2" * LARGE else "taken for the rest of the other"


def _wait_for_owner(lock: "Any") -> None:
    """Until somebody else holds the lock."""
    deadline = time.monotonic() + 10
    while lock.acquire(False):
        lock.release()
        if time.monotonic() > deadline:
            raise TimeoutError("nobody takes the lock")
        time.sleep(0.005)
