"""The same program does something else on another system."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from mpdiag.report.drawbacks.seen import Seen
from mpdiag.report.sections import Line
from mpdiag.report.summary import Behaviour, Shown
from mpdiag.results.model import StartMethod

TITLE = "platform differences"

ADVICE = (
    "Run the tests under spawn and forkserver as well, which Windows, macOS and Linux since 3.14 use by "
    "default, and hand over as an argument whatever a worker needs."
)


def lines(seen: Seen) -> Sequence[Line]:
    if seen.first == seen.last or not seen.summary.differing:
        return []
    return [
        seen.counts(f"not as under {seen.first}, silently", partial(_differs, seen.first, False)),
        seen.counts(f"not as under {seen.first}, loudly", partial(_differs, seen.first, True)),
    ]


def _differs(first: StartMethod, loud: bool, shown: Shown, behaviour: Behaviour) -> bool:
    base = behaviour.shown.get(first)
    return base is not None and shown.text != base.text and (shown.loud or base.loud) is loud


def meaning(seen: Seen) -> str:
    differ, all_of_them = len(seen.summary.differing), len(seen.summary.behaviours)
    silent = sum(not behaviour.loud for behaviour in seen.summary.differing)
    return (
        f"{differ} of {all_of_them} behaviours depend on the start method, and with it on the system and the "
        f"version of Python; {silent} of them {'changes' if silent == 1 else 'change'} without any error."
    )
