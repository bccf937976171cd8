"""Each process has to be started."""

from __future__ import annotations

from collections.abc import Sequence

from mpdiag.report.costs import Figure
from mpdiag.report.drawbacks.seen import Seen, times
from mpdiag.report.sections import Line

TITLE = "start-up overhead"

FIRST = Figure(label="first child ready after", probe="startup.first_child", sample="first line")
LATER = Figure(label="each later child", probe="startup.later_child", sample="first line")
ARGUMENT = Figure(
    label="... with 16 MB as an argument", probe="startup.argument_size", sample="first line, 16 MB"
)
SMALL = Figure(label="... of a small parent", probe="startup.parent_memory", sample="first line, 0 MB")

ADVICE = (
    "Start workers once and give them many tasks (Pool, ProcessPoolExecutor), keep imports of the main "
    "module few, and give a process enough work to be worth its start."
)


def lines(seen: Seen) -> Sequence[Line]:
    size = _largest(seen)
    return seen.lines([FIRST, LATER, ARGUMENT, *([SMALL, _of_size(size)] if size else [])])


def meaning(seen: Seen) -> str:
    if seen.first == seen.last:
        return f"The first child is ready after {times(seen.ratio(FIRST, LATER))} the time of a later one."
    slower = seen.median(LATER) / seen.median(LATER, seen.first)
    found = (
        f"A child takes {times(slower)} as long to start under {seen.last} as under {seen.first}, since it "
        f"starts a new interpreter and imports everything again"
    )
    size = _largest(seen)
    if not size:
        return f"{found}."
    grown = seen.ratio(_of_size(size), SMALL, seen.first)
    return (
        f"{found}; under {seen.first} it takes {times(grown)} as long as soon as the parent has {size}, "
        f"whose page tables have to be copied."
    )


def _largest(seen: Seen) -> str:
    """The size of the largest parent that was tried, which depends on the effort; empty where none was."""
    sizes = {name.partition(", ")[2] for name in seen.names(SMALL.probe)}
    return max(sizes, key=lambda size: float(size.partition(" ")[0]), default="")


def _of_size(size: str) -> Figure:
    return Figure(label=f"... of one with {size}", probe=SMALL.probe, sample=f"first line, {size}")
