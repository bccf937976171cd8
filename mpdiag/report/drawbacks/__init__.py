"""What people say against multiprocessing, each with what this run measured of it.

A module for each: `TITLE`; `lines(seen)`, its figures; `meaning(seen)`, one sentence made from them; and
`ADVICE`, one more. Adding one is adding its module to ORDER.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mpdiag.report.drawbacks import (
    communication,
    deadlocks,
    gil,
    io_bound,
    memory_use,
    platforms,
    scalability,
    sharing,
    start_up,
)
from mpdiag.report.drawbacks.seen import NothingSeen, Seen
from mpdiag.report.sections import Section
from mpdiag.report.summary import PLATFORMS, Summary

HEADING = "what is said against multiprocessing, and what was seen"

ORDER = (
    memory_use,
    communication,
    deadlocks,
    start_up,
    platforms,
    gil,
    io_bound,
    sharing,
    scalability,
)


@dataclass(frozen=True, kw_only=True)
class Drawback:
    """One of them. `meaning` says what is missing where this run saw too little."""

    figures: Section
    meaning: str
    advice: str


def drawbacks(summary: Summary) -> list[Drawback]:
    """All of which this run saw something."""
    seen = Seen(summary)
    found = [
        Drawback(
            figures=Section(title=one.TITLE, lines=one.lines(seen), align="figures", subtitles=PLATFORMS),
            meaning=_meaning(one.meaning, seen),
            advice=one.ADVICE,
        )
        for one in ORDER
    ]
    return [one for one in found if one.figures.lines]


def _meaning(meaning: Callable[[Seen], str], seen: Seen) -> str:
    try:
        return meaning(seen)
    except NothingSeen as missing:
        return f"Not known here: {missing}."
