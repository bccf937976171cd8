"""What several interpreters, observed in one run, do differently: their runs side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mpdiag.report.summary import Shown, Summary
from mpdiag.results.model import METHODS, Row, StartMethod

ABSENT = "no such method"
NOT_OBSERVED = "not observed"
"""The probe does not observe it on that version."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One behaviour under those start methods which agree about it: what each interpreter does."""

    row: Row
    variant: str | None
    methods: tuple[StartMethod, ...]
    # By the interpreter's title.
    shown: Mapping[str, Shown]
    changed: bool

    @property
    def label(self) -> str:
        """The behaviour, and the methods unless they are all there are."""
        label = f"{self.row.label} ({self.variant})" if self.variant else self.row.label
        return f"{label}: {', '.join(self.methods)}" if self.methods else label

    @property
    def subject(self) -> str:
        return self.row.probe.partition(".")[0]

    @property
    def loud(self) -> bool:
        return any(shown.loud for shown in self.shown.values())


class Changes:
    """Several runs as columns, in the order in which they were asked for."""

    def __init__(self, summaries: Sequence[Summary]) -> None:
        self.columns = {
            title: Column(summary) for title, summary in zip(titles(summaries), summaries, strict=True)
        }
        self.methods = tuple(m for m in METHODS if any(m in one.methods for one in summaries))
        self.rows = [compared for row, variant in self._keys() for compared in self._compared(row, variant)]

    @property
    def changed(self) -> list[Compared]:
        """What nobody is told about comes first."""
        return sorted((row for row in self.rows if row.changed), key=lambda row: row.loud)

    def _keys(self) -> list[tuple[Row, str | None]]:
        """Every behaviour that some interpreter showed, in the order of the run."""
        rows = {row.id: row for column in self.columns.values() for row in column.summary.run.rows}
        places = {name: place for place, name in enumerate(rows)}
        found = {key for column in self.columns.values() for key in column.behaviours}
        return [
            (rows[name], variant)
            for name, variant in sorted(found, key=lambda key: (places[key[0]], key[1] or ""))
        ]

    def _compared(self, row: Row, variant: str | None) -> Iterator[Compared]:
        """One for each set of methods that agree."""
        groups: dict[tuple[Shown, ...], list[StartMethod]] = {}
        for method in self.methods:
            shown = tuple(column.shown(row, variant, method) for column in self.columns.values())
            if any(one.kind != "missing" for one in shown):
                groups.setdefault(shown, []).append(method)
        for shown, methods in groups.items():
            yield Compared(
                row=row,
                variant=variant,
                methods=() if len(methods) == len(self.methods) else tuple(methods),
                shown=dict(zip(self.columns, shown, strict=True)),
                changed=len({one.text for one in shown if one.kind in ("observed", "surprise")}) > 1,
            )


class Column:
    """One interpreter."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.behaviours = {(found.row.id, found.variant): found for found in summary.behaviours}
        self._cells = {(cell.probe, cell.variant, cell.method): cell for cell in summary.run.cells}

    def shown(self, row: Row, variant: str | None, method: StartMethod) -> Shown:
        """What it does, or why that is not known."""
        behaviour = self.behaviours.get((row.id, variant))
        if method in self.summary.absent:
            return Shown(text=ABSENT, kind="missing")
        if behaviour and method in behaviour.shown:
            return behaviour.shown[method]
        cell = self._cells.get((row.probe, variant, method))
        text = cell.outcome if cell and cell.outcome != "observed" else NOT_OBSERVED
        return Shown(text=text, kind="missing")


def titles(summaries: Sequence[Summary]) -> list[str]:
    """What to call each column: its version, and what sets it apart where that is not enough."""
    found: list[str] = []
    for summary in summaries:
        python = summary.run.environment.python
        title = f"{python.version}{'' if python.gil else 't'}{' debug' if python.debug else ''}"
        same = sum(other == title or other.startswith(f"{title} (") for other in found)
        found.append(f"{title} ({same + 1})" if same else title)
    return found
