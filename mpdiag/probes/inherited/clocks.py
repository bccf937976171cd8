"""Readings of the monotonic clocks, taken in the parent and in a child.

Programs that measure how long starting a worker takes, or send deadlines to workers, rely on this.
"""

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

REVISION = 1
SCHEDULE = "shared"
STEP = 0.005
"""Seconds. Two processors may differ a little; a clock that counts from a process's start is off by more."""

ROWS = {
    "inherit.clocks": "time.perf_counter() in parent and child",
    "inherit.clocks:monotonic": "time.monotonic() in parent and child",
}
EXPECTATION = {
    "inherit.clocks": {"fork": "comparable", "spawn": "comparable", "forkserver": "comparable"},
    "inherit.clocks:monotonic": {"fork": "comparable", "spawn": "comparable", "forkserver": "comparable"},
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    before = readings()
    between = cell.start(readings)
    after = readings()
    return {
        name: "comparable" if before[i] - STEP < between[i] < after[i] + STEP else "not comparable"
        for i, name in enumerate(ROWS)
    }


def readings() -> "tuple[float, float]":
    return time.perf_counter(), time.monotonic()
