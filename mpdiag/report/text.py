"""The report on a terminal: what matters on one screen, or everything."""

from __future__ import annotations

from collections.abc import Sequence

from mpdiag.report import sections, side_by_side
from mpdiag.report.changes import Changes
from mpdiag.report.drawbacks import HEADING, drawbacks
from mpdiag.report.hangs import TITLE, hangs
from mpdiag.report.layout import rendered, wrapped
from mpdiag.report.phrases import absence, caution, headlines, headlines_of, hints, hints_of, left_out
from mpdiag.report.style import Role, View
from mpdiag.report.summary import Summary
from mpdiag.results.model import Run

SURPRISES = 5
HARMLESS = ("unavailable", "skipped")

FIGURES = 21
"""Columns that a median with quartiles and number may take."""

WIDE = 112
"""Columns from which remedies stand beside, as a rule, so that a cause takes one line."""


def render(run: Run, view: View) -> str:
    """The report as text, ending with a line break."""
    summary = Summary(run)
    parts = [_head(summary, view), _surprises(summary, view)]
    if view.detail == "all":
        parts += _everything(summary, view)
    else:
        silent, loud = _room(view)
        parts += rendered(sections.first_screen(summary, silent=silent, loud=loud), summary.methods, view)
    parts.append(_notes(summary, view))
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def render_several(runs: Sequence[Run], view: View) -> str:
    """The runs of several interpreters side by side, ending with a line break."""
    changes = Changes([Summary(run) for run in runs])
    titles = list(changes.columns)
    head, *outcomes = headlines_of(changes)
    parts = [[*wrapped(head, view, "heading"), *(line for one in outcomes for line in wrapped(one, view))]]
    parts += [_surprises(column.summary, view, title) for title, column in changes.columns.items()]
    parts += rendered(side_by_side.changed(changes), titles, view)
    if view.detail == "all":
        subjects = side_by_side.subjects(changes)
        parts += rendered([side_by_side.behaviours(changes, one) for one in subjects], titles, view)
        parts += rendered(
            [side_by_side.measured(changes, one) for one in subjects], titles, view, widest=FIGURES
        )
    notes = wrapped(caution(changes), view, "faint")
    for title, column in changes.columns.items():
        if column.summary.not_observed:
            notes += wrapped(f"{title}: {_not_seen(column.summary, view)}", view, "faint")
    notes += wrapped(left_out(runs[0]), view, "faint")
    parts.append([*notes, *_next(hints_of(changes, view.detail), view)])
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _head(summary: Summary, view: View) -> list[str]:
    where, outcome = headlines(summary)
    role: Role = "loud" if summary.surprises or summary.run.interrupted else "plain"
    return [*wrapped(where, view, "heading"), *wrapped(outcome, view, role)]


def _surprises(summary: Summary, view: View, where: str = "") -> list[str]:
    """News comes first: it is what the exit code speaks of."""
    about = f"{where}, " if where else ""
    found = summary.surprises
    shown = found if view.detail == "all" else found[:SURPRISES]
    lines = [view.paint("not as expected", "loud")] if found else []
    for surprise in shown:
        text = (
            f"{about}{surprise.label}, {surprise.method}: {surprise.observed} (expected: {surprise.expected})"
        )
        lines += wrapped(text, view, "loud", indent="  ")
    if len(found) > len(shown):
        lines.append(f"  {len(found) - len(shown)} more: mpdiag report --all")
    return lines


def _room(view: View) -> tuple[int, int]:
    """How many silent and loud causes the first screen shows: it is to stay a screen."""
    return (4, 3) if view.width >= WIDE else (3, 2)


def _everything(summary: Summary, view: View) -> list[list[str]]:
    """Every subject: its behaviours, then its figures. Columns are in the same places in all of them."""
    all_behaviours = [sections.behaviours(summary, subject) for subject in summary.subjects]
    all_figures = [sections.measured(summary, subject) for subject in summary.subjects]
    blocks: list[list[str]] = []
    for pair in zip(
        rendered(all_behaviours, summary.methods, view),
        rendered(all_figures, summary.methods, view, widest=FIGURES),
        strict=True,
    ):
        blocks += pair
    return [*blocks, *_drawbacks(summary, view), _hangs(summary, view), _not_observed(summary, view)]


def _hangs(summary: Summary, view: View) -> list[str]:
    found = hangs(summary)
    lines = [view.paint(TITLE, "heading")] if found else []
    for hang in found:
        lines += wrapped(hang.title, view, indent="  ")
        for line in hang.lines:
            lines += wrapped(line, view, "faint", indent="    ")
    return lines


def _drawbacks(summary: Summary, view: View) -> list[list[str]]:
    found = drawbacks(summary)
    tables = rendered([one.figures for one in found], summary.methods, view)
    blocks = [wrapped(HEADING, view, "heading")] if found else []
    for one, table in zip(found, tables, strict=True):
        meaning = wrapped(one.meaning, view, indent="  ")
        blocks.append([*table, *meaning, *wrapped(f"→ {one.advice}", view, "faint", indent="  ")])
    return blocks


def _not_observed(summary: Summary, view: View) -> list[str]:
    cells = [cell for group in summary.not_observed for cell in group.cells]
    lines = [view.paint("not observed", "heading")] if cells else []
    for cell in cells:
        lines += wrapped(f"{cell.id}: {cell.outcome}, {cell.reason or 'no reason given'}", view, indent="  ")
        if view.verbose:
            for said in (cell.error or "", cell.stderr_tail):
                lines += [f"    {_as_said(line, view)}" for line in said.splitlines() if line.strip()]
    return lines


def _notes(summary: Summary, view: View) -> list[str]:
    """What is not in the tables, and where to look next."""
    lines: list[str] = []
    if view.detail != "all":
        lines += wrapped(_not_shown(summary, view), view, "faint")
    lines += wrapped(left_out(summary.run), view, "faint")
    lines += wrapped(absence(summary), view)
    if summary.not_observed and view.detail != "all":
        grave = any(group.outcome not in HARMLESS for group in summary.not_observed)
        lines += wrapped(_not_seen(summary, view), view, "loud" if grave else "faint")
    if view.verbose:
        share = f"{100 * summary.run.observed_share:.0f} %"
        lines += wrapped(f"observed processes were at work for {share} of the time", view, "faint")
    return [*lines, *_next(hints(summary, view.detail), view)]


def _next(commands: Sequence[str], view: View) -> list[str]:
    return wrapped(f"Next: {' · '.join(commands)}", view) if commands else []


def _not_shown(summary: Summary, view: View) -> str:
    silent, loud = _room(view)
    same = len(summary.behaviours) - len(summary.differing)
    facts = [f"the same everywhere: {same}"]
    for name, groups, shown in (("silent", summary.silent, silent), ("loud", summary.loud, loud)):
        if len(groups) > shown:
            more = len(groups) - shown
            facts.append(f"{more} more {name} {'cause' if more == 1 else 'causes'}")
    return " · ".join(facts)


def _as_said(line: str, view: View) -> str:
    """A line of a traceback, which means something by its indentation."""
    indent = len(line) - len(line.lstrip(" "))
    return view.cut(" " * indent + view.text(line), view.width - 4)


def _not_seen(summary: Summary, view: View) -> str:
    """What was not observed, with as many reasons as a line holds, and at least one."""
    groups = summary.not_observed
    facts = [f"{len(group.cells)} {group.outcome} ({group.reason})" for group in groups]
    text = f"not observed: {' · '.join(facts)}"
    while len(text) > view.width and len(facts) > 1:
        facts.pop()
        others = sum(len(group.cells) for group in groups[len(facts) :])
        text = f"not observed: {' · '.join(facts)} · {others} for other reasons"
    return text
