"""A child that is killed while others count on it.

As a waiter, a party, a worker or the holder of a lock. Programs that terminate() workers, or whose workers
the system kills for want of memory, rely on this.
"""

import threading
import time

from mpdiag.cell.hang import Child, outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.queues import JoinableQueue
    from multiprocessing.synchronize import Barrier, Condition, Event
    from typing import Any

    from mpdiag.cell.parent import Cell

CAUSE = "MP409"
REVISION = 1
SCHEDULE = "waiting"
DEADLINE = 60
QUICK = False
ROWS = {
    "hazard.dead-waiter": "Condition.notify(), its waiter was killed",
    "hazard.dead-waiter:event": "Event.set(), its waiter was killed",
    "hazard.dead-party": "Barrier.wait(), another party was killed",
    "hazard.dead-worker": "JoinableQueue.join(), its worker was killed",
    "hazard.dead-holder:manager": "Manager().Lock(), its holder was killed",
}
EXPECTATION = {name: {"fork": "hangs", "spawn": "hangs", "forkserver": "hangs"} for name in ROWS}


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Kill a child that waits for all at once, each in a thread, and then use all."""
    condition, event, barrier = ctx.Condition(), ctx.Event(), ctx.Barrier(2)
    queue: "JoinableQueue[str]" = ctx.JoinableQueue()
    with ctx.Manager() as manager:
        lock = manager.Lock()
        reader, writer = ctx.Pipe(False)
        child = Child(cell, use_all, condition, event, barrier, queue, lock, writer)
        queue.put("item")
        reader.recv()
        for waited_for in (condition, event._cond, barrier._cond):  # type: ignore[attr-defined]
            _wait_for_waiter(waited_for)
        child.kill()

        def notify() -> None:
            with condition:
                condition.notify()

        for name, call in (
            ("hazard.dead-waiter", notify),
            ("hazard.dead-waiter:event", event.set),
            ("hazard.dead-party", barrier.wait),
            ("hazard.dead-worker", queue.join),
        ):
            cell.observe(name, outcome(cell, name, call))
        # At last: the manager is shown where it stands, and ends by that.
        name, server = "hazard.dead-holder:manager", manager._process  # type: ignore[attr-defined]
        cell.observe(name, outcome(cell, name, lock.acquire, manager=server))


def use_all(
    condition: "Condition",
    event: "Event",
    barrier: "Barrier",
    queue: "JoinableQueue[str]",
    lock: "Any",
    told: "Any",
) -> None:
    """Wait for each, and leave the item and the lock as they are."""
    for wait in (lambda: _wait(condition), event.wait, barrier.wait):
        threading.Thread(target=wait).start()
    queue.get()
    lock.acquire()
    told.send("it has the item and the lock")
    time.sleep(60)


def _wait(condition: "Condition") -> None:
    with condition:
        condition.wait()


def _wait_for_waiter(condition: "Any") -> None:
    """Until the semaphore that counts the sleepers of the Condition counts one."""
    deadline = time.monotonic() + 10
    while not condition._sleeping_count.acquire(False):
        if time.monotonic() > deadline:
            raise TimeoutError("nobody waits")
        time.sleep(0.005)
    condition._sleeping_count.release()
