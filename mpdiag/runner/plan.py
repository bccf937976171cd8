"""From what was asked for to the list of cells, in groups that are run together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mpdiag.results.model import METHODS, Effort, StartMethod
from mpdiag.runner.catalog import Probe


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
    """Cells whose rounds take turns: those of one timed probe; any other cell is alone in its group."""

    schedule: str
    cells: tuple[Planned, ...]
    # Seconds for all rounds together.
    budget: float


@dataclass(frozen=True, kw_only=True)
class Plan:
    """`absent` are cells under methods that this interpreter does not offer."""

    groups: tuple[Group, ...]
    absent: tuple[Planned, ...] = field(default=())

    def cells(self) -> Iterator[Planned]:
        for group in self.groups:
            yield from group.cells


def make(
    probes: Sequence[Probe],
    methods: Sequence[StartMethod],
    available: Sequence[StartMethod],
    effort: Effort,
    timeout: float | None,
) -> Plan:
    """Plan every probe under every method. `timeout` replaces the probes' own deadlines.

    The cells that only look come first, the timed ones, which run alone, at the end: what
    is compiled and cached by then does not disturb their first rounds.
    """
    groups: list[Group] = []
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
        budget = probe.budget(effort)
        together = [cells] if probe.schedule == "timed" else [[cell] for cell in cells]
        groups += [
            Group(schedule=probe.schedule, cells=tuple(cells), budget=budget) for cells in together if cells
        ]
    order = ("waiting", "state", "timed")
    groups.sort(key=lambda group: order.index(group.schedule))
    return Plan(groups=tuple(groups), absent=tuple(absent))
