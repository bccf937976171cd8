"""Pages for people, as Markdown: a cause with the probes that show it, a probe with what it expects."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence

from mpdiag.explain.facts import Fact
from mpdiag.explain.pages import Page
from mpdiag.explain.where import expectations
from mpdiag.results.model import METHODS
from mpdiag.runner.catalog import Probe


def cause(page: Page, probes: Iterable[Probe]) -> str:
    """The page as it stands, and the line that says which probes show it."""
    names = [probe.name for probe in probes if any(probe.cause_of(row) == page.code for row in probe.rows)]
    return (
        f"{page.markdown.rstrip()}\n\nShown by: {', '.join(f'`{name}`' for name in names) or 'no probe'}.\n"
    )


def probe(probe: Probe, rows: Sequence[str], pages: Mapping[str, Page]) -> str:
    """What the probe tries, and what it expects of these of its rows under each start method."""
    _, _, details = inspect.cleandoc(probe.module.__doc__ or "").partition("\n")
    paragraphs = [f"# {probe.name}: {probe.title}", details.strip()]
    if rows:
        paragraphs += ["Expected:", "\n".join(_expected(probe, rows))]
    codes = dict.fromkeys(code for row in rows if (code := probe.cause_of(row)))
    if codes:
        lines = [f"- {code}: {pages[code].title}" if code in pages else f"- {code}" for code in codes]
        paragraphs += ["Why it differs:", "\n".join(lines)]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def unobserved(fact: Fact) -> str:
    """A fact that no probe shows."""
    return f"# {fact.id}: {fact.question}\n\nNo probe observes it: {fact.unobserved}.\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(map(_escape, line))} |" for line in lines)


def _escape(cell: str) -> str:
    return cell.replace("|", "\\|")


def _expected(probe: Probe, rows: Sequence[str]) -> list[str]:
    """A list: each row, and below it the methods that expect the same on one line."""
    by_method = {method: expectations(probe.module, method) for method in METHODS}
    lines = []
    for row in rows:
        methods: dict[str, list[str]] = {}
        for method in METHODS:
            methods.setdefault(by_method[method][row], []).append(method)
        lines.append(f"- {probe.rows[row]} (`{row}`)")
        lines += [f"  - {', '.join(names)}: {value}" for value, names in methods.items()]
    return lines
