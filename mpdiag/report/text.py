"""The report on a terminal: what matters on one screen, or everything."""

from __future__ import annotations

from dataclasses import replace

from mpdiag.report import everything
from mpdiag.report.costs import Cost, costs
from mpdiag.report.layout import Line, Section, Value, rendered, wrapped
from mpdiag.report.style import Role, View
from mpdiag.report.summary import PLATFORMS, Group, Summary, headlines, hints
from mpdiag.results.model import Run

SURPRISES = 5
SILENT = 5
LOUD = 4
"""How many the first screen shows: about 25 lines, on a terminal of 100 columns."""

REASONS = 3


def render(run: Run, view: View) -> str:
    """The report as text, ending with a line break."""
    summary = Summary(run)
    parts = [_head(summary, view), _surprises(summary, view)]
    if view.detail == "all":
        parts += everything.parts(summary, view)
    else:
        parts += rendered(_sections(summary), summary.methods, view)
    parts.append(_notes(summary, view))
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _head(summary: Summary, view: View) -> list[str]:
    where, outcome = headlines(summary)
    role: Role = "loud" if summary.surprises or summary.run.interrupted else "plain"
    return [*wrapped(where, view, "heading"), *wrapped(outcome, view, role)]


def _surprises(summary: Summary, view: View) -> list[str]:
    """News comes first: it is what the exit code speaks of."""
    found = summary.surprises
    shown = found if view.detail == "all" else found[:SURPRISES]
    lines = [view.paint("not as expected", "loud")] if found else []
    for surprise in shown:
        text = f"{surprise.label}, {surprise.method}: {surprise.observed} (expected: {surprise.expected})"
        lines += wrapped(text, view, "loud", indent="  ")
    if len(found) > len(shown):
        lines.append(f"  {len(found) - len(shown)} more: mpdiag report --all")
    return lines


def _sections(summary: Summary) -> list[Section]:
    """What the first screen shows, and under which platforms."""
    sections = [
        Section(
            title="what it costs",
            lines=[_cost(cost) for cost in costs(summary.run)],
            align="figures",
        ),
        Section(
            title="silent: no error, another value",
            lines=[_group(group) for group in summary.silent[:SILENT]],
            aside="remedy",
        ),
        Section(
            title="loud: an exception, a death or a hang",
            lines=[_group(group) for group in summary.loud[:LOUD]],
            aside="remedy",
        ),
    ]
    sections = [section for section in sections if section.lines]
    if sections:
        sections[0] = replace(sections[0], subtitles=PLATFORMS)
    return sections


def _cost(cost: Cost) -> Line:
    if cost.missing:
        return Line(label=f"{cost.label}: not measured ({cost.missing})", values={}, role="faint")
    values = {method: Value(text=text) for method, text in cost.values.items()}
    return Line(label=cost.label, values=values)


def _group(group: Group) -> Line:
    behaviour = group.example
    return Line(
        code=group.code,
        label=behaviour.label,
        values=everything.values_of(behaviour, brief=True),
        aside=group.remedy,
    )


def _notes(summary: Summary, view: View) -> list[str]:
    """What is not in the tables, and where to look next."""
    lines: list[str] = []
    if view.detail != "all":
        lines += wrapped(_left_out(summary), view, "faint")
    if summary.absent:
        names = " and ".join(summary.absent)
        lines += wrapped(f"(in brackets): expected, not observed: there is no {names} here.", view)
    if summary.not_observed:
        lines += wrapped(f"not observed: {_reasons(summary)}", view, "silent")
    return [*lines, *wrapped(f"Next: {' · '.join(hints(summary, view.detail))}", view)]


def _left_out(summary: Summary) -> str:
    same = len(summary.behaviours) - len(summary.differing)
    facts = [f"the same everywhere: {same} behaviours"]
    for name, groups, shown in (("silent", summary.silent, SILENT), ("loud", summary.loud, LOUD)):
        if len(groups) > shown:
            facts.append(f"{len(groups) - shown} more {name} causes")
    return " · ".join(facts)


def _reasons(summary: Summary) -> str:
    groups = summary.not_observed
    facts = [f"{len(group.cells)} {group.outcome} ({group.reason})" for group in groups[:REASONS]]
    if len(groups) > REASONS:
        facts.append(f"{sum(len(group.cells) for group in groups[REASONS:])} for other reasons")
    return " · ".join(facts)
