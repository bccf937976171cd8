"""Name all probes, causes and facts."""

from __future__ import annotations

import argparse

from mpdiag import errors
from mpdiag.explain import describe, facts, pages
from mpdiag.runner import catalog


def _probes() -> str:
    probes = catalog.load().values()
    rows = [[probe.name, probe.title] for probe in probes]
    heading = f"# {len(rows)} probes, {sum(len(probe.rows) for probe in probes)} observations"
    return f"{heading}\n\n{describe.table(['probe', 'what it tries'], rows)}\n"


def _causes() -> str:
    rows = [[page.code, page.slug, page.title] for page in pages.load().values()]
    return f"# {len(rows)} causes\n\n{describe.table(['code', 'slug', 'what happens'], rows)}\n"


def _facts() -> str:
    probes = catalog.load().values()
    known = facts.load().values()
    rows = [
        [fact.id, fact.question, ", ".join(facts.observed_by(fact.id, probes)) or f"({fact.unobserved})"]
        for fact in known
    ]
    unobserved = sum(bool(fact.unobserved) for fact in known)
    heading = f"# {len(rows)} facts, {unobserved} of which no probe can show"
    return f"{heading}\n\n{describe.table(['fact', 'question', 'observed by'], rows)}\n"


KINDS = {"probes": _probes, "causes": _causes, "facts": _facts}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("kind", nargs="?", choices=tuple(KINDS), metavar="|".join(KINDS), help="only these")


def run(options: argparse.Namespace) -> int:
    """Print them as tables."""
    from mpdiag.explain.show import show

    show("\n".join(KINDS[kind]() for kind in KINDS if options.kind in (kind, None)))
    return errors.NOTHING_TO_REPORT
