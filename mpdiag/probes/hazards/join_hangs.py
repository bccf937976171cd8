"""join() before what the child has sent is read.

Programs that first wait for their workers and then collect the results rely on this.
"""

from mpdiag.cell.hang import begun, outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.queues import Queue

    from mpdiag.cell.parent import Cell

CAUSE = "MP402"
REVISION = 1
SCHEDULE = "waiting"
ROWS = {
    "ipc.join-before-get": "join() before 1 MB in a Queue is read",
    "ipc.join-before-get:small": "join() before 5 bytes in a Queue are read",
    "ipc.join-before-get:simple-queue": "join() before 1 MB in a SimpleQueue is read",
    "ipc.join-before-get:pipe": "join() before 1 MB in a Pipe is read",
    "ipc.join-before-get:read": "join() after 1 MB in a Queue was read",
    "ipc.join-before-get:cancelled": "get() after the child cancel_join_thread()",
}
VALUES = {
    "ipc.join-before-get": "hangs",
    "ipc.join-before-get:small": "returns",
    "ipc.join-before-get:simple-queue": "hangs",
    "ipc.join-before-get:pipe": "hangs",
    "ipc.join-before-get:read": "returns",
    "ipc.join-before-get:cancelled": "hangs",
}
EXPECTATION = {name: dict.fromkeys(("fork", "spawn", "forkserver"), value) for name, value in VALUES.items()}

LARGE = bytes(1 << 20)
"""More than any pipe holds: 64 KiB on Linux and macOS, 8 KiB on Windows."""


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """One child for each way to send."""
    reader, writer = ctx.Pipe(False)
    for name, send, item in (
        ("ipc.join-before-get", ctx.Queue().put, LARGE),
        ("ipc.join-before-get:small", ctx.Queue().put, b"small"),
        ("ipc.join-before-get:simple-queue", ctx.SimpleQueue().put, LARGE),
        ("ipc.join-before-get:pipe", writer.send, LARGE),
    ):
        child = begun(cell, send, item)
        cell.observe(name, outcome(cell, name, child.join, child=child))
    reader.close()

    queue: "Queue[bytes]" = ctx.Queue()
    child = begun(cell, queue.put, LARGE)
    queue.get()
    name = "ipc.join-before-get:read"
    cell.observe(name, outcome(cell, name, child.join, child=child))

    begun(cell, put_and_leave, queue).join()
    name = "ipc.join-before-get:cancelled"
    cell.observe(name, outcome(cell, name, lambda: len(queue.get())))


def put_and_leave(queue: "Queue[bytes]") -> None:
    """End without waiting for the thread that writes: a part of the item is in the pipe at most."""
    queue.put(LARGE)
    queue.cancel_join_thread()
