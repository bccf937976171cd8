"""Each process has memory of its own."""

from __future__ import annotations

from collections.abc import Sequence

from mpdiag.report.costs import MEMORY, Figure
from mpdiag.report.drawbacks.seen import Seen, times
from mpdiag.report.sections import Line

TITLE = "memory use"

OWN = Figure(
    label="a child's own memory", probe="memory.copy_on_write", sample="at rest child", metrics=MEMORY
)
AFTER = Figure(
    label="... after reading the parent's list",
    probe="memory.copy_on_write",
    sample="after reading objects child",
    metrics=MEMORY,
    about="memory.refcount-dirtying",
)
GIVEN = Figure(
    label="... given the data as an argument",
    probe="memory.workers",
    sample="given an argument child",
    metrics=MEMORY,
)
OVER = Figure(
    label="sum of RSS over what they really use", probe="memory.workers", sample="sum of RSS / sum of PSS"
)

ADVICE = (
    "Start few workers and keep them, put large data into shared_memory or let each worker load its own "
    "part, and measure PSS or USS, never the sum of RSS."
)


def lines(seen: Seen) -> Sequence[Line]:
    return seen.lines([OWN, AFTER, GIVEN, OVER])


def meaning(seen: Seen) -> str:
    alone = f"A child at rest costs {seen.size(OWN)} of its own under {seen.last}"
    if seen.first == seen.last:
        return f"{alone}, and {seen.size(GIVEN)} once it was given data as an argument."
    return (
        f"{alone} and {seen.size(OWN, seen.first)} under {seen.first}, where reading the parent's list alone "
        f"makes {times(seen.ratio(AFTER, OWN, seen.first))} as much of it; "
        f"adding up RSS shows {times(seen.median(OVER, seen.first))} what the {seen.first}ed workers use."
    )
