"""From the cells of a run to behaviours: which differ between methods, which are loud, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mpdiag.results.model import METHODS, CauseSeen, Cell, Row, StartMethod

LOUD = ("raises ", "dies", "hangs", "fails")
"""How the value of an observation begins where something goes wrong that nobody can overlook."""


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """One row as this run saw it: the value under each start method that observed it."""

    row: Row
    variant: str | None
    values: Mapping[StartMethod, Any]
    cells: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether two methods observed different values."""
        first, *others = self.values.values()
        return any(other != first for other in others)

    @property
    def loud(self) -> bool:
        """Whether some method raises, hangs or dies."""
        return any(is_loud(value) for value in self.values.values())


def is_loud(value: object) -> bool:
    """Whether this value tells of an exception, a death or a hang."""
    return isinstance(value, str) and value.startswith(LOUD)


def behaviours(cells: Iterable[Cell], rows: Iterable[Row]) -> tuple[Behaviour, ...]:
    """Every row that was observed, once for each variant of its probe, in the order of the rows."""
    of_probe: dict[str, list[Cell]] = {}
    for cell in sorted(cells, key=lambda cell: METHODS.index(cell.method)):
        of_probe.setdefault(cell.probe, []).append(cell)
    found = []
    for row in rows:
        seen = [cell for cell in of_probe.get(row.probe, []) if row.id in cell.observations]
        for variant in dict.fromkeys(cell.variant for cell in seen):
            mine = [cell for cell in seen if cell.variant == variant]
            found.append(
                Behaviour(
                    row=row,
                    variant=variant,
                    values={cell.method: cell.observations[row.id] for cell in mine},
                    cells=tuple(cell.id for cell in mine),
                )
            )
    return tuple(found)


def causes_seen(cells: Iterable[Cell], rows: Iterable[Row]) -> tuple[CauseSeen, ...]:
    """The causes whose rows differ between the methods of this run, or are loud in it."""
    found: dict[str, dict[str, None]] = {}
    for behaviour in behaviours(cells, rows):
        if behaviour.row.cause and (behaviour.differs or behaviour.loud):
            found.setdefault(behaviour.row.cause, {}).update(dict.fromkeys(behaviour.cells))
    return tuple(CauseSeen(code=code, cells=tuple(found[code])) for code in sorted(found))
