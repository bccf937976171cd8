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
    metric: str | None = None


FIGURES = (
    Figure(label="first child ready after", probe="startup.first_child", sample="first line"),
    Figure(label="each later child", probe="startup.later_child", sample="first line"),
    Figure(label="16 MB as an argument", probe="startup.argument_size", sample="first line, 16 MB"),
)


@dataclass(frozen=True, kw_only=True)
class Cost:
    """One line: a text for each start method."""

    label: str
    values: Mapping[StartMethod, str]
    # Why no method has a figure; empty where one has.
    missing: str


def costs(run: Run) -> list[Cost]:
    """The lines of the table, for the probes that were part of this run."""
    noise = figures.noise(run.yardstick)
    noisy = noise is not None and noise > figures.NOISY
    return [_cost(figure, cells, noisy) for figure in FIGURES if (cells := _cells(figure, run))]


def _cells(figure: Figure, run: Run) -> list[Cell]:
    cells = [cell for cell in run.cells if cell.probe == figure.probe]
    return sorted(cells, key=lambda cell: METHODS.index(cell.method))


def _cost(figure: Figure, cells: Sequence[Cell], noisy: bool) -> Cost:
    samples = {cell.method: _sample(figure, cell) for cell in cells}
    base = next((sample.values for sample in samples.values() if sample and sample.values), ())
    values: dict[StartMethod, str] = {}
    reasons = []
    for cell in cells:
        sample = samples[cell.method]
        if sample and sample.values:
            ratio = figures.ratio(sample.values, base) if noisy and sample.unit == "s" else None
            median = figures.spread(sample.values).median
            values[cell.method] = figures.times(ratio) if ratio else figures.figure(median, sample.unit)
        else:
            values[cell.method] = "not here" if cell.outcome == "unavailable" else "not measured"
            reasons.append((sample and sample.unavailable) or cell.reason or "the probe recorded none")
    return Cost(label=figure.label, values=values, missing="" if base else "; ".join(dict.fromkeys(reasons)))


def _sample(figure: Figure, cell: Cell) -> Sample | None:
    for sample in cell.samples:
        if sample.name == figure.sample and sample.metric == figure.metric:
            return sample
    return None
