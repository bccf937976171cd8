"""More workers do not help for ever."""

from __future__ import annotations

from collections.abc import Sequence

from mpdiag.report.costs import Figure
from mpdiag.report.drawbacks.seen import Seen, times
from mpdiag.report.sections import Line

TITLE = "limited scalability"


def _pool(label: str, sample: str) -> Figure:
    return Figure(label=label, probe="scaling.pool_size", sample=sample)


SPEED_UP = _pool("... and with its start", "speed-up")
PAYS = _pool("a pool pays from serial work of", "pays from serial work of")

ADVICE = (
    "Start about as many workers as there are cores, make each task long against its messages (chunksize=), "
    "and measure: what is done serially decides how far more workers can help."
)


def lines(seen: Seen) -> Sequence[Line]:
    return seen.lines([_work(seen.cores), SPEED_UP, _work(2 * seen.cores), _serial_share(seen.cores), PAYS])


def meaning(seen: Seen) -> str:
    share = f"{100 * max(0.0, seen.median(_serial_share(seen.cores))):.0f} %"
    return (
        f"{seen.cores} workers do the work {times(seen.median(_work(seen.cores)))} as fast as a loop under "
        f"{seen.last}, {times(seen.median(SPEED_UP))} with their start, and {2 * seen.cores} workers "
        f"{times(seen.median(_work(2 * seen.cores)))}, as if {share} of it could not be divided."
    )


def _work(workers: int) -> Figure:
    name = f"{workers} worker{'' if workers == 1 else 's'}"
    return _pool(f"speed-up of {name}, once started", f"{name}, work speed-up")


def _serial_share(workers: int) -> Figure:
    return _pool(f"serial share that {workers} workers imply", f"{workers} workers, serial share")
