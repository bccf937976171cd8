"""Name all probes and causes."""

from __future__ import annotations

import argparse

from mpdiag import errors
from mpdiag.explain import describe, pages
from mpdiag.runner import catalog


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "kind", nargs="?", choices=("probes", "causes"), metavar="probes|causes", help="only these"
    )


def run(options: argparse.Namespace) -> int:
    """Print them as tables."""
    from mpdiag.explain.show import show

    if options.kind != "causes":
        show(_probes())
    if options.kind is None:
        print()
    if options.kind != "probes":
        show(_causes())
    return errors.NOTHING_TO_REPORT


def _probes() -> str:
    probes = catalog.load().values()
    rows = [[probe.name, probe.title] for probe in probes]
    heading = f"# {len(rows)} probes, {sum(len(probe.rows) for probe in probes)} observations"
    return f"{heading}\n\n{describe.table(['probe', 'what it tries'], rows)}\n"


def _causes() -> str:
    rows = [[page.code, page.slug, page.title] for page in pages.load().values()]
    return f"# {len(rows)} causes\n\n{describe.table(['code', 'slug', 'what happens'], rows)}\n"
