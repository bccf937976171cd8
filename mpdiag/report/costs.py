"""What it costs: the few measured figures that the first screen shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mpdiag.report import figures
from mpdiag.results.model import METHODS, Cell, Run, Sample, StartMethod


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Where a figure comes from, and what the first screen calls it."""

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


def costs(run: Run, *, absolute: bool = False) -> list[Cost]:
    """The lines of the table, for the probes that were part of this run.

    Times are ratios to the first method where the machine was noisy, unless they are to be `absolute`.
    """
    noise = figures.noise(run.yardstick)
    noisy = noise is not None and noise > figures.NOISY and not absolute
    return [_cost(figure, cells, noisy) for figure in FIGURES if (cells := _cells(figure, run))]


def _cells(figure: Figure, run: Run) -> list[Cell]:
    cells = [cell for cell in run.cells if cell.probe == figure.probe]
    return sorted(cells, key=lambda cell: METHODS.index(cell.method))


def _cost(figure: Figure, cells: Sequence[Cell], noisy: bool) -> Cost:
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
            as_ratio = noisy and sample.unit == "s" and len(measured) > 1
            ratio = figures.ratio(sample.values, measured[0]) if as_ratio else None
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
