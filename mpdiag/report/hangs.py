"""What hung in a run, and where its processes stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mpdiag.explain.standing import standing
from mpdiag.report.summary import Summary
from mpdiag.results.model import Cell, StartMethod

TITLE = "hangs, and where they stand"


@dataclass(frozen=True, kw_only=True)
class Hang:
    """One behaviour, under the start methods where it hangs in the same place."""

    label: str
    methods: Sequence[StartMethod]
    lines: Sequence[str]

    @property
    def title(self) -> str:
        return f"{self.label} ({', '.join(self.methods)})"


def hangs(summary: Summary) -> list[Hang]:
    """Those of which there are stacks, in the order of the tables."""
    of_probe: dict[str, list[Cell]] = {}
    for cell in summary.run.cells:
        of_probe.setdefault(cell.probe, []).append(cell)
    found = []
    for row in summary.run.rows:
        places: dict[tuple[str, ...], list[StartMethod]] = {}
        for cell in of_probe.get(row.probe, []):
            if lines := _lines(cell, row.id):
                places.setdefault(lines, []).append(cell.method)
        found += [Hang(label=row.label, methods=methods, lines=lines) for lines, methods in places.items()]
    return found


def _lines(cell: Cell, observation: str) -> tuple[str, ...]:
    lines: list[str] = []
    for name, text in cell.evidence.items():
        about, _, process = name.partition(" ")
        if about == observation:
            lines += standing(text, process)
    return tuple(lines)
