"""`--all` as text: every behaviour and every figure, by subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mpdiag.report import figures
from mpdiag.report.layout import Line, Section, Value, rendered, wrapped
from mpdiag.report.style import Role, View
from mpdiag.report.summary import PLATFORMS, Behaviour, Shown, Summary
from mpdiag.results.model import Cell, Sample, StartMethod


def parts(summary: Summary, view: View) -> list[list[str]]:
    """The blocks of text; each subject has one for its behaviours and one for its figures."""
    behaviours, measured = [], []
    for subject in summary.subjects:
        lines = [_line(behaviour) for behaviour in summary.behaviours if behaviour.subject == subject]
        if lines:
            title = subject.replace("_", " ")
            behaviours.append(Section(title=title, lines=lines, aside="cause", subtitles=PLATFORMS))
        cells = [cell for cell in summary.run.cells if cell.probe.startswith(f"{subject}.")]
        if figures_of_subject := _figures(cells):
            title = f"{subject}: median [quartiles] number"
            measured.append(Section(title=title.replace("_", " "), lines=figures_of_subject))
    found = rendered(behaviours, summary.methods, view) + rendered(measured, summary.methods, view)
    return [*found, _not_observed(summary, view)]


def values_of(behaviour: Behaviour, *, brief: bool) -> Mapping[StartMethod, Value]:
    """The values as the tables show them: what differs from the first method's stands out."""
    first = next(iter(behaviour.shown.values()), None)
    return {
        method: Value(
            text=_bracketed(shown, shown.brief if brief else shown.text),
            role=_role(shown, differs=first is not None and shown.text != first.text),
        )
        for method, shown in behaviour.shown.items()
    }


def _line(behaviour: Behaviour) -> Line:
    return Line(
        label=behaviour.label,
        values=values_of(behaviour, brief=False),
        aside=(behaviour.row.cause or "") if behaviour.differs else "",
        role="plain" if behaviour.differs else "faint",
    )


def _figures(cells: Sequence[Cell]) -> list[Line]:
    """A line for each quantity that was measured in these cells."""
    found: dict[str, dict[StartMethod, Value]] = {}
    for cell in cells:
        probe = cell.probe.partition(".")[2]
        for sample in cell.samples:
            words = filter(
                None, (f"{probe}:", sample.name, sample.metric, cell.variant and f"({cell.variant})")
            )
            found.setdefault(" ".join(words), {})[cell.method] = _described(sample)
    return [Line(label=label, values=values) for label, values in found.items()]


def _described(sample: Sample) -> Value:
    if not sample.values:
        return Value(text=f"not measured: {sample.unavailable or 'no reason given'}", role="faint")
    found = figures.spread(sample.values)
    median = figures.figure(found.median, sample.unit)
    if found.count == 1:
        return Value(text=median)
    low, high = figures.figure(found.low, sample.unit), figures.figure(found.high, sample.unit)
    return Value(text=f"{median} [{low} – {high}] {found.count}")


def _not_observed(summary: Summary, view: View) -> list[str]:
    cells = [cell for group in summary.not_observed for cell in group.cells]
    lines = [view.paint("not observed", "heading")] if cells else []
    for cell in cells:
        lines += wrapped(f"{cell.id}: {cell.outcome}, {cell.reason or 'no reason given'}", view, indent="  ")
        if view.verbose:
            for said in (cell.error or "", cell.stderr_tail):
                for line in said.splitlines():
                    lines += [f"    {view.text(line)}"] if line.strip() else []
    return lines


def _bracketed(shown: Shown, text: str) -> str:
    return f"({text})" if shown.kind == "expected" else text


def _role(shown: Shown, *, differs: bool) -> Role:
    if shown.kind == "expected":
        return "faint"
    if shown.loud or shown.kind == "surprise":
        return "loud"
    return "silent" if differs else "plain"
