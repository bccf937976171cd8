"""Sending a megabyte while nobody reads.

Two processes that both send before they receive wait for each other, unless something between them takes what
is sent. A pipe takes some 64 KB, a Queue what memory there is.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any, Callable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "waiting"
QUICK = False
ROWS = {
    "ipc.unread:Pipe": "Pipe.send() of a megabyte, unread",
    "ipc.unread:SimpleQueue": "SimpleQueue.put() of a megabyte, unread",
    "ipc.unread:Queue": "Queue.put() of a megabyte, unread",
    "ipc.unread:Manager": "Manager().Queue.put() of a megabyte, unread",
}

PAYLOAD_SIZE = 10**6
PATIENCE = 10.0
STILL_WAITING = 0.3
"""Seconds that a send has which waits for its reader, after those that need none have returned."""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "ipc.unread:Pipe": "waits for the reader",
        "ipc.unread:SimpleQueue": "waits for the reader",
        "ipc.unread:Queue": "returns at once",
        "ipc.unread:Manager": "returns at once",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """Send by all from a thread each; then read."""
    pipe, theirs = ctx.Pipe(duplex=False)
    with ctx.Manager() as manager:
        queue, simple, managed = ctx.Queue(), ctx.SimpleQueue(), manager.Queue()
        sending = {
            "ipc.unread:Queue": Sending(queue.put),
            "ipc.unread:Manager": Sending(managed.put),
            "ipc.unread:Pipe": Sending(theirs.send),
            "ipc.unread:SimpleQueue": Sending(simple.put),
        }
        observed: "dict[str, object]" = {}
        for row, send in sending.items():
            buffers = row in ("ipc.unread:Queue", "ipc.unread:Manager")
            returned = send.returned(PATIENCE if buffers else STILL_WAITING)
            observed[row] = "returns at once" if returned else "waits for the reader"
        for receive in (pipe.recv, simple.get, queue.get, managed.get):
            if len(receive()) != PAYLOAD_SIZE:
                raise RuntimeError("not all of the message arrived")
    return observed


class Sending:
    """A thread that sends a megabyte."""

    def __init__(self, send: "Callable[[Any], object]") -> None:
        import threading

        self._thread = threading.Thread(target=send, args=(b"x" * PAYLOAD_SIZE,), daemon=True)
        self._thread.start()

    def returned(self, patience: float) -> bool:
        self._thread.join(patience)
        return not self._thread.is_alive()
