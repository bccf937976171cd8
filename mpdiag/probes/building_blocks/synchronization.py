"""Lock, RLock, Semaphore, Event, Condition and Barrier between parent and child.

Checked by what they hold back and let through, on both sides.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.synchronize import Barrier, Condition, Event, Lock
    from typing import Any, Iterator

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "shared"
LOCKS = ("Lock", "RLock", "Semaphore", "BoundedSemaphore")
ROWS = dict(
    {"block." + kind: kind + ", held by each in turn" for kind in LOCKS},
    **{
        "block.Event": "Event, set by the parent",
        "block.Barrier": "Barrier for parent and child",
        "block.Condition": "Condition, notified by the child",
    },
)
PATIENCE = 10.0


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return dict.fromkeys(ROWS, "synchronises")


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Hold the locks first, then the child; afterwards meet a second child."""
    locks: "list[Any]" = [getattr(ctx, kind)() for kind in LOCKS]
    event = ctx.Event()
    for lock in locks:
        lock.acquire()
    with cell.steps(holder, locks, event) as steps:
        refused = next(steps)
        for lock in locks:
            lock.release()
        granted = next(steps)
        for kind, lock, *in_child in zip(LOCKS, locks, refused, granted):
            holds = in_child == [True, True] and not lock.acquire(False)
            cell.observe("block." + kind, "synchronises" if holds else "does not synchronise")
        event.set()
        cell.observe("block.Event", "synchronises" if next(steps) else "does not synchronise")

    barrier, condition = ctx.Barrier(2), ctx.Condition()
    reader, writer = ctx.Pipe(duplex=False)
    process = ctx.Process(  # type: ignore[attr-defined]
        target=meet, args=(barrier, condition, writer), daemon=True
    )
    process.start()
    with condition:  # the child passes the barrier, but cannot notify before we wait
        place = barrier.wait(PATIENCE)
        notified = condition.wait(PATIENCE)
    places = {place, reader.recv()}
    cell.observe("block.Barrier", "synchronises" if places == {0, 1} else "does not synchronise")
    cell.observe("block.Condition", "synchronises" if notified else "does not synchronise")
    process.join(PATIENCE)


def holder(locks: "list[Lock]", event: "Event") -> "Iterator[object]":
    """Tell which locks are refused, take them when they are free, then wait for the event."""
    yield [not lock.acquire(False) for lock in locks]
    yield [lock.acquire(True, PATIENCE) for lock in locks]
    yield event.wait(PATIENCE)


def meet(barrier: "Barrier", condition: "Condition", answers: "Connection[Any, Any]") -> None:
    """Meet the parent at the barrier, then wake it."""
    answers.send(barrier.wait(PATIENCE))
    with condition:
        condition.notify()
