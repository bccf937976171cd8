"""Processes can wait for each other for ever, and die on their own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from mpdiag.report.drawbacks.seen import Seen
from mpdiag.report.sections import Line
from mpdiag.report.summary import Behaviour, Shown

TITLE = "complexity and deadlocks"

ADVICE = (
    "Get results before you join, start processes before threads, send exceptions and objects that pickle, "
    "use with-blocks, and put a time limit on every wait; mpdiag explain has a page for each cause."
)


def lines(seen: Seen) -> Sequence[Line]:
    hang = seen.counts("hangs", partial(_begins, "hangs"))
    if not any(value.text != "0" for value in hang.values.values()):
        return []  # no probe of this run tries it
    return [
        hang,
        seen.counts("kills a process", partial(_begins, "dies")),
        seen.counts("raises an exception", partial(_begins, ("raises", "fails"))),
    ]


def _begins(how: str | tuple[str, ...], shown: Shown, _: Behaviour) -> bool:
    return shown.text.startswith(how)


def meaning(seen: Seen) -> str:
    found = [
        [one.shown[method].text.startswith("hangs") for method in seen.methods if method in one.shown]
        for one in seen.summary.behaviours
    ]
    hang = sum(any(one) for one in found)
    waiting = f"{hang} of the mistakes tried here {'waits' if hang == 1 else 'wait'} for ever"
    if seen.first == seen.last:
        return f"{waiting}, without an error."
    everywhere = sum(bool(one) and all(one) for one in found)
    return (
        f"{waiting}, {everywhere} of them under every start method and "
        f"the others only under some, so that a program can be tested for years and hang on another system."
    )
