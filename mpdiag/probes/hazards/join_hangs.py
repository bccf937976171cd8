"""join() of a child that cannot end.

Nobody reads what it has sent, or a thread of it goes on. Programs that first wait for their workers and then
collect the results rely on this.
"""

from mpdiag.cell.hang import Child, outcome, run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.queues import Queue

    from mpdiag.cell.parent import Cell

VALUES = {
    "ipc.join-before-get": "hangs",
    "ipc.join-before-get:small": "works",
    "ipc.join-before-get:simple-queue": "hangs",
    "ipc.join-before-get:pipe": "hangs",
    "ipc.join-before-get:read": "works",
    "ipc.join-before-get:cancelled": "hangs",
    "hazard.thread-goes-on": "hangs",
}
CAUSE = {name: "MP402" for name in VALUES if name.startswith("ipc.")}
REVISION = 1
SCHEDULE = "waiting"
DEADLINE = 60
ROWS = {
    "ipc.join-before-get": "join() before 1 MB in a Queue is read",
    "ipc.join-before-get:small": "join() before 5 bytes in a Queue are read",
    "ipc.join-before-get:simple-queue": "join() before 1 MB in a SimpleQueue is read",
    "ipc.join-before-get:pipe": "join() before 1 MB in a Pipe is read",
    "ipc.join-before-get:read": "join() after 1 MB in a Queue was read",
    "ipc.join-before-get:cancelled": "get() after the child's cancel_join_thread()",
    "hazard.thread-goes-on": "join() while a thread of the child goes on",
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
        cell.observe(name, run(cell, name, send, item))
    reader.close()

    name = "ipc.join-before-get:read"
    queue: "Queue[bytes]" = ctx.Queue()
    child = Child(cell, queue.put, LARGE)
    queue.get()
    cell.observe(name, outcome(cell, name, child.ended, child=child))

    name = "ipc.join-before-get:cancelled"
    Child(cell, put_and_leave, queue).ended()
    cell.observe(name, outcome(cell, name, lambda: "works" if queue.get() else "fails"))

    name = "hazard.thread-goes-on"
    cell.observe(name, run(cell, name, leave_a_thread))


def put_and_leave(queue: "Queue[bytes]") -> None:
    """End without waiting for the thread that writes: a part of the item is in the pipe at most."""
    queue.put(LARGE)
    queue.cancel_join_thread()


def leave_a_thread() -> None:
    """As a server's loop or a heartbeat that nobody stops, and that is no daemon."""
    import threading

    threading.Thread(target=threading.Event().wait).start()
