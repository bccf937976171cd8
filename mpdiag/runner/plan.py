"""From what was asked for to the list of cells, in groups that are run together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mpdiag.results.model import METHODS, Effort, StartMethod
from mpdiag.runner.catalog import Probe

SHARING = 8
"""Cells that have one parent at most: enough to save its start, few enough to keep all cores busy."""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One cell to come."""

    probe: Probe
    method: StartMethod
    variant: str | None
    main: str | None
    effort: Effort
    # Seconds.
    deadline: float

    @property
    def id(self) -> str:
        return "/".join(filter(None, (self.probe.name, self.method, self.variant)))


@dataclass(frozen=True, kw_only=True)
class Group:
    """Cells that are run together.

    Timed: those of one probe, whose rounds take turns. Otherwise one cell, or several that have
    one parent, one after the other.
    """

    schedule: str
    cells: tuple[Planned, ...]
    # Seconds for all rounds together.
    budget: float


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`absent` are cells under methods that this interpreter does not offer."""

    groups: tuple[Group, ...]
    absent: tuple[Planned, ...] = ()

    @property
    def cells(self) -> list[Planned]:
        """All cells that will be run, in the order of the groups."""
        return [cell for group in self.groups for cell in group.cells]

    def scheduled(self, schedule: str) -> list[Group]:
        """The groups with this schedule."""
        return [group for group in self.groups if group.schedule == schedule]


def make(
    probes: Sequence[Probe],
    methods: Sequence[StartMethod],
    available: Sequence[StartMethod],
    effort: Effort,
    timeout: float | None,
) -> Plan:
    """Plan every probe under every method. `timeout` replaces the probes' own deadlines."""
    groups: list[Group] = []
    shared: dict[tuple[str, StartMethod], list[Planned]] = {}
    absent: list[Planned] = []
    for probe in probes:
        cells = [
            Planned(
                probe=probe,
                method=method,
                variant=variant,
                main=main,
                effort=effort,
                deadline=timeout or probe.deadline,
            )
            for method in sorted(methods, key=METHODS.index)
            for variant, main in probe.variants.items()
        ]
        absent += [cell for cell in cells if cell.method not in available]
        cells = [cell for cell in cells if cell.method in available]
        if probe.schedule == "shared" and effort != "rigorous":
            for cell in cells:
                shared.setdefault((probe.subject, cell.method), []).append(cell)
            continue
        together = [cells] if probe.schedule == "timed" else [[cell] for cell in cells]
        groups += [_group(cells, effort) for cells in together if cells]
    for cells in shared.values():
        groups += [_group(cells[start : start + SHARING], effort) for start in range(0, len(cells), SHARING)]
    return Plan(groups=tuple(groups), absent=tuple(absent))


def _group(cells: Sequence[Planned], effort: Effort) -> Group:
    probe = cells[0].probe
    # Alone in its parent, a probe that could share is one like any other that only looks.
    schedule = "state" if probe.schedule == "shared" else probe.schedule
    return Group(schedule=schedule, cells=tuple(cells), budget=probe.budget(effort))
