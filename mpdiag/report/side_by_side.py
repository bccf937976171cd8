"""Sections whose columns are interpreters: what changes from one to the next, first of all."""

from __future__ import annotations

from collections.abc import Sequence

from mpdiag.report import figures
from mpdiag.report.changes import Changes, Compared
from mpdiag.report.costs import costs
from mpdiag.report.sections import Line, Section, Value, described, quantity, values_of


def changed(changes: Changes) -> list[Section]:
    """What changes, what nobody is told about first; then what it costs."""
    found = [
        _section("changed, silently", [row for row in changes.changed if not row.loud]),
        _section("changed, loudly: raises, dies or hangs", [row for row in changes.changed if row.loud]),
        Section(title="what it costs, and how many times the first", lines=_costs(changes), align="figures"),
    ]
    return [section for section in found if section.lines]


def behaviours(changes: Changes, subject: str) -> Section:
    """Every behaviour of one subject."""
    return _section(subject.replace("_", " "), [row for row in changes.rows if row.subject == subject])


def measured(changes: Changes, subject: str) -> Section:
    """Every quantity that was measured in one subject."""
    found: dict[str, dict[str, Value]] = {}
    for title, column in changes.columns.items():
        for cell in column.summary.run.cells:
            if cell.probe.startswith(f"{subject}."):
                for sample in cell.samples:
                    found.setdefault(f"{quantity(cell, sample)}: {cell.method}", {})[title] = described(
                        sample
                    )
    lines = [Line(label=label, values=values) for label, values in found.items()]
    return Section(title=f"{subject.replace('_', ' ')}: median [quartiles] number", lines=lines)


def subjects(changes: Changes) -> list[str]:
    """In the order of the run."""
    return list(dict.fromkeys(name for one in changes.columns.values() for name in one.summary.subjects))


def _section(title: str, rows: Sequence[Compared]) -> Section:
    lines = [
        Line(
            label=row.label,
            values=values_of(row.shown, brief=False),
            aside=(row.row.cause or "") if row.changed else "",
            role="plain" if row.changed else "faint",
        )
        for row in rows
    ]
    return Section(title=title, lines=lines, aside="cause")


def _costs(changes: Changes) -> list[Line]:
    found: dict[str, dict[str, Value]] = {}
    base: dict[str, float] = {}
    for title, column in changes.columns.items():
        for cost in costs(column.summary.run, absolute=True):
            for method, text in cost.values.items():
                label = f"{cost.label}: {method}"
                median = cost.medians.get(method)
                if median and label in base:
                    text += f" {figures.times(median / base[label])}"
                elif median:
                    base[label] = median
                found.setdefault(label, {})[title] = Value(text=text)
    return [Line(label=label, values=values) for label, values in found.items()]
