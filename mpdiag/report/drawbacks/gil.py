"""What threads can do at once, and for what processes are needed."""

from __future__ import annotations

from collections.abc import Sequence

from mpdiag.report.costs import Figure
from mpdiag.report.drawbacks.seen import Seen, times
from mpdiag.report.sections import Line

TITLE = "the GIL and C extensions"


def _speed_up(label: str, sample: str) -> Figure:
    return Figure(label=label, probe="gil.speed", sample=f"{sample} speed-up")


PYTHON = _speed_up("Python in threads, speed-up", "Python, threads")
RELEASING = _speed_up("C that releases the GIL in threads, speed-up", "C releasing, threads")
HOLDING = _speed_up("C that holds the GIL in threads, speed-up", "C holding, threads")
PROCESSES = _speed_up("Python in processes, speed-up", "Python, processes")

ADVICE = (
    "Take processes for pure Python and for C code that holds the GIL; threads do for what releases it "
    "(hashlib, zlib, NumPy's large operations, files, sockets) and cost neither start nor pickling."
)


def lines(seen: Seen) -> Sequence[Line]:
    return seen.lines([PYTHON, HOLDING, RELEASING, PROCESSES])


def meaning(seen: Seen) -> str:
    return (
        f"Two threads do pure Python {times(seen.median(PYTHON))} as fast as one, C that holds the GIL "
        f"{times(seen.median(HOLDING))}, and C that releases it {times(seen.median(RELEASING))}; two "
        f"processes do pure Python {times(seen.median(PROCESSES))} as fast."
    )
