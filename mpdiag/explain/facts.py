"""The facts that the probes are there to show, and why some of them cannot be shown: `facts.md`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources

from mpdiag.runner.catalog import Probe

_LINE = re.compile(r"\| `(?P<id>[^`]+)` \| (?P<question>[^|]+) \| (?P<unobserved>[^|]*)\|")


@dataclass(frozen=True, kw_only=True)
class Fact:
    """`unobserved` is the reason why no probe can show it; empty for all others."""

    id: str
    question: str
    unobserved: str


@functools.cache
def load() -> dict[str, Fact]:
    """All facts by id."""
    text = resources.files("mpdiag.explain").joinpath("facts.md").read_text(encoding="utf-8")
    found = (_LINE.fullmatch(line) for line in text.splitlines())
    facts = (
        Fact(id=line["id"], question=line["question"].strip(), unobserved=line["unobserved"].strip())
        for line in found
        if line
    )
    return {fact.id: fact for fact in facts}


def observed_by(fact: str, probes: Iterable[Probe]) -> list[str]:
    """The names of the probes that observe it, under its id or an aspect of it."""
    return [probe.name for probe in probes if any(row.partition(":")[0] == fact for row in probe.rows)]
