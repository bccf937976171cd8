"""What processes tell each other is pickled, copied and unpickled."""

from __future__ import annotations

from collections.abc import Sequence

from mpdiag.report.costs import Figure
from mpdiag.report.drawbacks.seen import Seen, times
from mpdiag.report.sections import Line

TITLE = "communication overhead"


def _channel(label: str, name: str, size: str) -> Figure:
    return Figure(label=label, probe="communication.channels", sample=f"{name}, {size}")


THREADS = _channel("100 B to a thread, by queue.Queue", "thread's queue.Queue", "100 B")
PIPE = _channel("100 B by a Pipe", "Pipe", "100 B")
QUEUE = _channel("100 B by a Queue", "Queue", "100 B")
MANAGED = _channel("100 B by a Manager's Queue", "Manager().Queue", "100 B")
LARGE = _channel("1 MB by a Queue", "Queue", "1 MB")
TASK = Figure(label="a pool's task with 100 B", probe="communication.pool_tasks", sample="task of 100 B")
ONE_BY_ONE = Figure(
    label="Pool.map, chunksize 1, per item",
    probe="communication.pool_tasks",
    sample="map, chunksize 1, per item",
)
CHUNKS = Figure(
    label="Pool.map, chunksize 100, per item",
    probe="communication.pool_tasks",
    sample="map, chunksize 100, per item",
)

ADVICE = (
    "Send few and large messages (chunksize=), plain bytes and arrays rather than many objects, and what "
    "every worker needs only once, through initializer=."
)


def lines(seen: Seen) -> Sequence[Line]:
    return seen.lines([THREADS, PIPE, QUEUE, MANAGED, LARGE, TASK, ONE_BY_ONE, CHUNKS], THREADS)


def meaning(seen: Seen) -> str:
    return (
        f"A small message through a Queue takes {times(seen.ratio(QUEUE, THREADS))} as long as one between "
        f"threads, through a Manager {times(seen.ratio(MANAGED, THREADS))}, whatever the start method; items "
        f"sent to a pool one by one take {times(seen.ratio(ONE_BY_ONE, CHUNKS))} as long as in hundreds."
    )
