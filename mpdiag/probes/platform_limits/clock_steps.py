"""In which steps the clocks go, and how short a sleep can be.

Programs that measure a start or a message, or poll with short sleeps, rely on fine steps.
"""

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Callable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "os-only.windows-clock-and-priority:time": "step of time.time()",
    "os-only.windows-clock-and-priority:monotonic": "step of time.monotonic()",
    "os-only.windows-clock-and-priority:perf-counter": "step of time.perf_counter()",
    "os-only.windows-clock-and-priority:sleep": "shortest of ten time.sleep(0.001)",
}
FINE, COARSE = "below 10 ms", "above 10 ms"
BORDER = 0.01
STEPS = 5


def expectation(method: str, features: "Features") -> "dict[str, object]":
    tick = FINE if features.fine_clocks else COARSE
    # A sleep ends at a tick of the timer, which any program may have made faster.
    sleep: "object" = FINE if features.fine_sleep else (COARSE, FINE)
    return {
        "os-only.windows-clock-and-priority:time": tick,
        "os-only.windows-clock-and-priority:monotonic": tick,
        "os-only.windows-clock-and-priority:perf-counter": FINE,
        "os-only.windows-clock-and-priority:sleep": sleep,
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """The smallest of a few, so that a busy machine does not count."""
    found = {
        "os-only.windows-clock-and-priority:time": _step(time.time),
        "os-only.windows-clock-and-priority:monotonic": _step(time.monotonic),
        "os-only.windows-clock-and-priority:perf-counter": _step(time.perf_counter),
        "os-only.windows-clock-and-priority:sleep": min(_sleep() for _ in range(10)),
    }
    return {name: FINE if seconds < BORDER else COARSE for name, seconds in found.items()}


def _step(clock: "Callable[[], float]") -> float:
    steps: "list[float]" = []
    while len(steps) < STEPS:
        before = after = clock()
        while after == before:
            after = clock()
        steps.append(after - before)
    return min(steps)


def _sleep() -> float:
    before = time.perf_counter()
    time.sleep(0.001)
    return time.perf_counter() - before
