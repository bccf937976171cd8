"""Queue, SimpleQueue and JoinableQueue carry items between parent and child.

The usual way to hand out work and to collect results without a pool.
"""

from mpdiag.probes.building_blocks.parcel import PARCEL, carried

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.queues import JoinableQueue, Queue, SimpleQueue
    from typing import Iterator

    from mpdiag.cell.parent import Cell

REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "block.Queue": "Queue, there and back",
    "block.SimpleQueue": "SimpleQueue, there and back",
    "block.JoinableQueue": "JoinableQueue, there and back",
    "block.JoinableQueue:join": "JoinableQueue.join() after task_done()",
    "ipc.queue-feeder": "what the first Queue.put() starts",
}
_CARRIED = dict.fromkeys(("fork", "spawn", "forkserver"), "carries data")
EXPECTATION = {
    "block.Queue": _CARRIED,
    "block.SimpleQueue": _CARRIED,
    "block.JoinableQueue": _CARRIED,
    "block.JoinableQueue:join": dict.fromkeys(_CARRIED, "synchronises"),
    "ipc.queue-feeder": dict.fromkeys(_CARRIED, "a thread"),
}


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Put an item into each queue, let the child put it back, and take it out again."""
    import threading

    queue: "Queue[object]" = ctx.Queue()
    simple: "SimpleQueue[object]" = ctx.SimpleQueue()
    joinable: "JoinableQueue[object]" = ctx.JoinableQueue()
    with cell.steps(child, queue, simple, joinable) as steps:
        next(steps)
        threads = threading.active_count()
        queue.put(PARCEL)
        cell.observe("ipc.queue-feeder", "a thread" if threading.active_count() > threads else "nothing")
        simple.put(PARCEL)
        joinable.put(PARCEL)
        next(steps)
        cell.observe("block.Queue", carried(queue.get(timeout=10)))
        cell.observe("block.SimpleQueue", carried(simple.get()))
        cell.observe("block.JoinableQueue", carried(joinable.get(timeout=10)))
        joinable.task_done()
        joinable.join()  # returns because the child has called task_done() as well
        cell.observe("block.JoinableQueue:join", "synchronises")


def child(
    queue: "Queue[object]", simple: "SimpleQueue[object]", joinable: "JoinableQueue[object]"
) -> "Iterator[None]":
    """Move an item of each queue from its front to its back."""
    # The parent puts only now: a feeder thread would have made our start a fork with threads.
    yield None
    queue.put(queue.get(timeout=10))
    simple.put(simple.get())
    joinable.put(joinable.get(timeout=10))
    joinable.task_done()
    yield None
