"""What a run saw, as the sentences about it need it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mpdiag.report import figures
from mpdiag.report.costs import Figure, costs, sample_of
from mpdiag.report.sections import Line, Value
from mpdiag.report.summary import Behaviour, Shown, Summary
from mpdiag.results.model import StartMethod


class NothingSeen(Exception):
    """The sentence needs something that this run does not have; the text names it."""


class Seen:
    """The figures and behaviours of a run. `first` is the method that starts with most of the parent."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.cores = max(1, summary.run.environment.limits.cpus_usable)
        self.methods = tuple(method for method in summary.methods if method not in summary.absent)

    @property
    def first(self) -> StartMethod:
        """fork, where it exists: the method that starts with most of the parent."""
        return self.methods[0]

    @property
    def last(self) -> StartMethod:
        """spawn, as a rule: the method that starts with least."""
        return self.methods[-1]

    def median(self, figure: Figure, method: StartMethod | None = None) -> float:
        """In base units, under the last method if none is named. Raises NothingSeen."""
        method = method or self.last
        found = sample_of(figure, self.summary.run, method)
        if found is None or not found.values:
            raise NothingSeen(f"there is no figure '{figure.label}' under {method}")
        return figures.spread(found.values).median

    def size(self, figure: Figure, method: StartMethod | None = None) -> str:
        """A number of bytes as text."""
        return figures.figure(self.median(figure, method), "byte")

    def ratio(self, figure: Figure, base: Figure, method: StartMethod | None = None) -> float:
        """How many times `base` it is. Raises NothingSeen."""
        samples = [sample_of(one, self.summary.run, method or self.last) for one in (figure, base)]
        found = figures.ratio(*(sample.values if sample else () for sample in samples))
        if found is None:
            raise NothingSeen(f"'{figure.label}' has nothing to be compared with")
        return found

    def names(self, probe: str) -> set[str]:
        """What this probe measured."""
        cells = (cell for cell in self.summary.run.cells if cell.probe == probe)
        return {sample.name for cell in cells for sample in cell.samples if sample.values}

    def lines(self, wanted: Sequence[Figure], base: Figure | None = None) -> list[Line]:
        """A line for each figure, for a table."""
        found = []
        for cost in costs(self.summary.run, wanted, base=base):
            label = f"{cost.label}: not measured ({cost.missing})" if cost.missing else cost.label
            shown = {} if cost.missing else cost.values
            values: dict[str, Value] = {method: Value(text=text) for method, text in shown.items()}
            found.append(Line(label=label, values=values, role="faint" if cost.missing else "plain"))
        return found

    def counts(self, label: str, matches: Callable[[Shown, Behaviour], bool]) -> Line:
        """How many behaviours match under each method, for a table."""
        values: dict[str, Value] = {}
        for method in self.methods:
            seen = [(one.shown[method], one) for one in self.summary.behaviours if method in one.shown]
            values[method] = Value(text=str(sum(matches(shown, one) for shown, one in seen)))
        return Line(label=label, values=values)


def times(ratio: float) -> str:
    """`5.2 times`."""
    return f"{figures.times(ratio)[1:]} times"
