"""Processes share nothing by themselves, and what can be shared has its price."""

from __future__ import annotations

from collections.abc import Sequence

from mpdiag.report.costs import Figure
from mpdiag.report.drawbacks.seen import Seen, times
from mpdiag.report.sections import Line

TITLE = "sharing state"


def _access(label: str, sample: str) -> Figure:
    return Figure(label=label, probe="sharing.access_cost", sample=sample)


OWN = _access("reading an own dict", "own dict: read")
RAW = _access("reading a Value without a lock", "Value(lock=False): read")
VALUE = _access("reading a Value", "Value: read")
ADDING = _access("adding 1 to a Value within its lock", "Value: add 1 within its lock")
MANAGED = _access("reading a Manager's dict", "managed dict: read")
BULK = _access("a Manager's dict.update(), per entry", "managed dict: update(), per entry")

ADVICE = (
    "Let workers return results instead of sharing state; where they must share, take Value or shared_memory "
    "with one lock around each change, and a Manager only for what is seldom used."
)


def lines(seen: Seen) -> Sequence[Line]:
    return seen.lines([OWN, RAW, VALUE, ADDING, MANAGED, BULK], OWN)


def meaning(seen: Seen) -> str:
    return (
        f"Reading a shared Value takes {times(seen.ratio(VALUE, OWN))} as long as reading an own dict, and "
        f"reading a Manager's dict {times(seen.ratio(MANAGED, OWN))}; without a lock around each change "
        f"updates are lost."
    )
