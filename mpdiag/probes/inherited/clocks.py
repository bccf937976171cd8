"""Readings of the monotonic clocks, taken in the parent and in a child.

Programs that measure how long starting a worker takes, or send deadlines to workers, rely on this.
"""

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP104"
REVISION = 1
SCHEDULE = "shared"
STEP = 0.005
"""Seconds. Two processors may differ a little; a clock that counts from a process's start is off by more."""

YOUNG = 30.0
"""Seconds. A clock of the whole system has counted longer."""

ROWS = {
    "inherit.clocks": "time.perf_counter() in parent and child",
    "inherit.clocks:monotonic": "time.monotonic() in parent and child",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    own = "comparable" if features.clocks_of_the_system or method == "fork" else "not comparable"
    return {
        "inherit.clocks": own if features.windows or features.macos else "comparable",
        "inherit.clocks:monotonic": own if features.macos else "comparable",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    if min(readings()) < YOUNG:
        time.sleep(1.0)  # it began with us: let it come to where no new process's clock can be
    before = readings()
    between = cell.start(readings)
    after = readings()
    return {
        name: "comparable" if before[i] - STEP < between[i] < after[i] + STEP else "not comparable"
        for i, name in enumerate(ROWS)
    }


def readings() -> "tuple[float, float]":
    return time.perf_counter(), time.monotonic()
