"""What it costs: measured figures under each start method, first of all those of the first screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mpdiag.report import figures
from mpdiag.results.model import METHODS, Cell, Run, Sample, StartMethod


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Where a figure comes from, and what a report calls it."""

    label: str
    probe: str
    sample: str
    # The first of these that the system tells.
    metrics: tuple[str | None, ...] = (None,)
    # An observation: where it is "not there", the figure would tell of something else.
    about: str | None = None


MEMORY = ("private", "uss")
"""What the child has for itself: RSS counts what it shares with its parent."""

NOT_THERE = "not there"

FIGURES = (
    Figure(label="first child ready after", probe="startup.first_child", sample="first line"),
    Figure(label="each later child", probe="startup.later_child", sample="first line"),
    Figure(
        label="a child's own memory",
        probe="memory.copy_on_write",
        sample="at rest child",
        metrics=MEMORY,
    ),
    Figure(
        label="... after reading the parent's list",
        probe="memory.copy_on_write",
        sample="after reading objects child",
        metrics=MEMORY,
        about="memory.refcount-dirtying",
    ),
    Figure(label="16 MB as an argument", probe="startup.argument_size", sample="first line, 16 MB"),
)


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One line: a text for each start method."""

    label: str
    values: Mapping[StartMethod, str]
    # Medians in base units, where there are any.
    medians: Mapping[StartMethod, float]
    # Why no method has a figure; empty where one has.
    missing: str


def costs(
    run: Run,
    wanted: Sequence[Figure] = FIGURES,
    *,
    absolute: bool = False,
    base: Figure | None = None,
) -> list[Cost]:
    """The lines of a table, for the probes that were part of this run.

    Where the machine was noisy, times are ratios: to the same method's `base`, or else to the first method's
    time; unless they are to be `absolute`.
    """
    noisy = figures.noisy(run.yardstick) and not absolute
    bases = {cell.method: _sample(base, cell) for cell in _cells(base, run)} if base else None
    return [_cost(figure, cells, noisy, bases) for figure in wanted if (cells := _cells(figure, run))]


def sample_of(figure: Figure, run: Run, method: StartMethod) -> Sample | None:
    """What was measured of a figure under one method."""
    found = [_sample(figure, cell) for cell in _cells(figure, run) if cell.method == method]
    return found[0] if found else None


def _cells(figure: Figure, run: Run) -> list[Cell]:
    cells = [cell for cell in run.cells if cell.probe == figure.probe]
    return sorted(cells, key=lambda cell: METHODS.index(cell.method))


def _cost(
    figure: Figure,
    cells: Sequence[Cell],
    noisy: bool,
    bases: Mapping[StartMethod, Sample | None] | None,
) -> Cost:
    samples = {cell.method: _sample(figure, cell) for cell in cells}
    measured = [sample.values for sample in samples.values() if sample and sample.values]
    values: dict[StartMethod, str] = {}
    medians: dict[StartMethod, float] = {}
    reasons = {}
    for cell in cells:
        sample = samples[cell.method]
        if figure.about and cell.observations.get(figure.about) == NOT_THERE:
            values[cell.method] = NOT_THERE
        elif sample and sample.values:
            base = bases.get(cell.method) if bases is not None else None
            against = (base.values if base else ()) if bases is not None else measured[0]
            as_ratio = noisy and sample.unit == "s" and (bases is not None or len(measured) > 1)
            ratio = figures.ratio(sample.values, against) if as_ratio else None
            medians[cell.method] = median = figures.spread(sample.values).median
            values[cell.method] = figures.times(ratio) if ratio else figures.figure(median, sample.unit)
        else:
            values[cell.method] = "not here" if cell.outcome == "unavailable" else "not measured"
            reason = (sample and sample.unavailable) or cell.reason or "the probe recorded none"
            reasons[reason] = cell.outcome != "unavailable"
    # That a start method does not exist says nothing about the others.
    told = [reason for reason, telling in reasons.items() if telling] or list(reasons)
    return Cost(
        label=figure.label, values=values, medians=medians, missing="" if measured else "; ".join(told)
    )


def _sample(figure: Figure, cell: Cell) -> Sample | None:
    found = {sample.metric: sample for sample in cell.samples if sample.name == figure.sample}
    told = [found[metric] for metric in figure.metrics if metric in found]
    return next((sample for sample in told if sample.values), told[-1] if told else None)
