"""Processes that only wait."""

from __future__ import annotations

from collections.abc import Sequence

from mpdiag.report.costs import MEMORY, Figure
from mpdiag.report.drawbacks.seen import Seen, times
from mpdiag.report.sections import Line

TITLE = "I/O-bound work"


def _speed_up(label: str, sample: str) -> Figure:
    return Figure(label=label, probe="io_bound.waiting", sample=f"{sample} speed-up")


THREADS = _speed_up("requests in threads, speed-up", "threads")
ASYNCIO = _speed_up("... in asyncio, speed-up", "asyncio")
READY = _speed_up("... in processes that are ready, speed-up", "ready processes")
STARTED = _speed_up("... in processes, with their start, speed-up", "processes")
WORKER = Figure(
    label="memory of such a process", probe="io_bound.waiting", sample="after requests worker", metrics=MEMORY
)

ADVICE = "Take threads or asyncio for what waits; processes only where the answers then need much computing."


def lines(seen: Seen) -> Sequence[Line]:
    return seen.lines([THREADS, ASYNCIO, READY, STARTED, WORKER])


def meaning(seen: Seen) -> str:
    return (
        f"The same waiting work goes {times(seen.median(THREADS))} as fast in threads and "
        f"{times(seen.median(ASYNCIO))} in asyncio, but {times(seen.median(STARTED))} in processes under "
        f"{seen.last}, each of which takes {seen.size(WORKER)} besides."
    )
