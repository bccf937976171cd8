"""Show the page of a cause, or what a probe tries and expects.

A cause is named by its code or its slug, a probe by its name with or without the subject, by one of its
observations, or by the fact that they show.
"""

from __future__ import annotations

import argparse

from mpdiag import errors
from mpdiag.explain import describe, facts, pages
from mpdiag.runner import catalog


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("name", help="such as MP101, unpicklable-local, inherited.globals or inherit.globals")


def run(options: argparse.Namespace) -> int:
    """Print the pages of this name."""
    from mpdiag.explain.show import show

    show("\n".join(_pages_of(options.name)))
    return errors.NOTHING_TO_REPORT


def _pages_of(name: str) -> list[str]:
    """The page of the cause, or the page of every probe, that has this name."""
    causes, probes = pages.load(), catalog.load()
    for page in causes.values():
        if name.upper() == page.code or name == page.slug:
            return [describe.cause(page, probes.values())]
    found = []
    for probe in probes.values():
        if name in (probe.name, probe.name.partition(".")[2]):
            found.append(describe.probe(probe, list(probe.rows), causes))
        elif rows := [row for row in probe.rows if name in (row, row.partition(":")[0])]:
            found.append(describe.probe(probe, rows, causes))
    if not found and name in facts.load():
        found.append(describe.unobserved(facts.load()[name]))
    if found:
        return found
    known = [*causes, *(page.slug for page in causes.values()), *probes]
    known += [row for probe in probes.values() for row in probe.rows] + list(facts.load())
    raise errors.unknown("cause, probe or observation", name, known, "'mpdiag list' shows them all.")
