"""What the formats for people show: sections of lines with a value in each column.

A column is a start method, or an interpreter where several were observed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from mpdiag.report import figures
from mpdiag.report.costs import Cost, costs
from mpdiag.report.style import Role
from mpdiag.report.summary import PLATFORMS, Behaviour, Group, Shown, Summary
from mpdiag.results.model import Cell, Sample


@dataclass(frozen=True, kw_only=True)
class Value:
    """What stands in one column."""

    text: str
    role: Role = "plain"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing in each column, and a word about it. A code stands before the label."""

    label: str
    values: Mapping[str, Value]
    code: str = ""
    aside: str = ""
    role: Role = "plain"

    @property
    def title(self) -> str:
        return f"{self.code} {self.label}" if self.code else self.label


@dataclass(frozen=True, kw_only=True)
class Section:
    """Lines under a heading."""

    title: str
    lines: Sequence[Line]
    aside: str = ""
    # Set where the values are numbers: those of a column are aligned at the right.
    align: Literal["words", "figures"] = "words"
    subtitles: Mapping[Any, str] = field(default_factory=dict)


def first_screen(summary: Summary, *, silent: int, loud: int) -> list[Section]:
    """What matters most, and on which platforms: so many of the silent and of the loud causes."""
    sections = [
        Section(
            title="what it costs",
            lines=[_cost(cost) for cost in costs(summary.run)],
            align="figures",
            subtitles=PLATFORMS,
        ),
        _causes("silent: no error, another value", summary.silent[:silent]),
        _causes("loud: raises, dies or hangs", summary.loud[:loud]),
    ]
    return [section for section in sections if section.lines]


def behaviours(summary: Summary, subject: str) -> Section:
    """Every behaviour of one subject."""
    lines = [_line(behaviour) for behaviour in summary.behaviours if behaviour.subject == subject]
    return Section(title=subject.replace("_", " "), lines=lines, aside="cause", subtitles=PLATFORMS)


def measured(summary: Summary, subject: str) -> Section:
    """Every quantity that was measured in one subject."""
    found: dict[str, dict[str, Value]] = {}
    for cell in summary.run.cells:
        if cell.probe.startswith(f"{subject}."):
            for sample in cell.samples:
                found.setdefault(quantity(cell, sample), {})[cell.method] = described(sample)
    lines = [Line(label=label, values=values) for label, values in found.items()]
    return Section(title=f"{subject.replace('_', ' ')}: median [quartiles] number", lines=lines)


def _causes(title: str, groups: Sequence[Group]) -> Section:
    lines = [
        Line(
            code=group.code,
            label=group.example.label,
            values=values_of(group.example.shown, brief=True),
            aside=group.remedy,
        )
        for group in groups
    ]
    return Section(title=title, lines=lines, aside="remedy", subtitles=PLATFORMS)


def _cost(cost: Cost) -> Line:
    if cost.missing:
        return Line(label=f"{cost.label}: not measured ({cost.missing})", values={}, role="faint")
    return Line(label=cost.label, values={method: Value(text=text) for method, text in cost.values.items()})


def _line(behaviour: Behaviour) -> Line:
    return Line(
        label=behaviour.label,
        values=values_of(behaviour.shown, brief=False),
        aside=(behaviour.row.cause or "") if behaviour.differs else "",
        role="plain" if behaviour.differs else "faint",
    )


def values_of(all_shown: Mapping[Any, Shown], *, brief: bool) -> Mapping[str, Value]:
    """What differs from the first column's value stands out."""
    first = next(iter(all_shown.values()), None)
    row_differs = len({shown.text for shown in all_shown.values()}) > 1
    values = {}
    for column, shown in all_shown.items():
        text = shown.brief if brief else shown.text
        differs = first is not None and shown.text != first.text
        values[column] = Value(
            text=f"({text})" if shown.kind in ("expected", "missing") else text,
            role=_role(shown, differs=differs, row_differs=row_differs),
        )
    return values


def _role(shown: Shown, *, differs: bool, row_differs: bool) -> Role:
    if shown.kind == "surprise":
        return "loud"
    if shown.kind in ("expected", "missing") or not row_differs:
        return "faint"
    if shown.loud:
        return "loud"
    return "silent" if differs else "plain"


def quantity(cell: Cell, sample: Sample) -> str:
    """What a sample measured, as a label."""
    probe = cell.probe.partition(".")[2]
    return " ".join(
        filter(None, (f"{probe}:", sample.name, sample.metric, cell.variant and f"({cell.variant})"))
    )


def described(sample: Sample) -> Value:
    """A sample in one value: median, quartiles and number."""
    if not sample.values:
        return Value(text=f"not measured: {sample.unavailable or 'no reason given'}", role="faint")
    found = figures.spread(sample.values)
    if found.count == 1:
        return Value(text=figures.figure(found.median, sample.unit))
    return Value(text=figures.quartiles(found, sample.unit))
