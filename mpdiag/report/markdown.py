"""The report as GitHub's Markdown: for a pull request, an issue or a CI job's summary."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mpdiag.report import sections, side_by_side, table
from mpdiag.report.changes import Changes
from mpdiag.report.drawbacks import HEADING, drawbacks
from mpdiag.report.hangs import TITLE, hangs
from mpdiag.report.phrases import absence, caution, headlines, headlines_of, hints, hints_of, left_out
from mpdiag.report.sections import Line, Section, Value
from mpdiag.report.style import View
from mpdiag.report.summary import Summary
from mpdiag.results.model import Run

CAUSES = 8
"""How many silent and loud causes each are shown, unless everything is asked for."""

_SYNTAX = re.compile(r"([\\`*_{}\[\]()#+!|~$])")


def render(run: Run, view: View) -> str:
    """The report, ending with a line break."""
    summary = Summary(run)
    where, outcome = headlines(summary)
    parts = [f"### {escaped(where, view)}", escaped(outcome, view), _surprises(summary, view)]
    parts += [
        _table(found, summary.methods, view)
        for found in sections.first_screen(summary, silent=CAUSES, loud=CAUSES)
    ]
    if view.detail == "all":
        for subject in summary.subjects:
            for found in (sections.behaviours(summary, subject), sections.measured(summary, subject)):
                parts.append(_details(found, summary.methods, view))
    parts.append(_drawbacks(summary, view))
    if view.detail == "all":
        parts.append(_hangs(summary, view))
    parts.append(_notes(summary, view))
    return "\n\n".join(filter(None, parts)) + "\n"


def render_several(runs: Sequence[Run], view: View) -> str:
    """The runs of several interpreters side by side, ending with a line break."""
    changes = Changes([Summary(run) for run in runs])
    titles = list(changes.columns)
    head, *outcomes = headlines_of(changes)
    parts = [f"### {escaped(head, view)}", "\n".join(f"- {escaped(one, view)}" for one in outcomes)]
    parts += [
        f"{escaped(title, view)}: {found}"
        for title, column in changes.columns.items()
        if (found := _surprises(column.summary, view))
    ]
    parts += [_table(found, titles, view) for found in side_by_side.changed(changes)]
    if view.detail == "all":
        for subject in side_by_side.subjects(changes):
            parts += [
                _details(found, titles, view)
                for found in (
                    side_by_side.behaviours(changes, subject),
                    side_by_side.measured(changes, subject),
                )
            ]
    notes = [escaped(caution(changes), view), escaped(left_out(runs[0]), view)]
    if commands := hints_of(changes, view.detail):
        notes.append("Next: " + " · ".join(f"`{command}`" for command in commands))
    parts.append("  \n".join(filter(None, notes)))
    return "\n\n".join(filter(None, parts)) + "\n"


def escaped(text: str, view: View) -> str:
    """`text` so that it shows as it is, whatever it holds; nobody is mentioned by it."""
    shown = view.text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SYNTAX.sub(r"\\\1", shown).replace("@", "@<!-- -->")


def _surprises(summary: Summary, view: View) -> str:
    if not summary.surprises:
        return ""
    rows = [
        [escaped(cell, view) for cell in (found.label, found.method, found.observed, found.expected)]
        for found in summary.surprises
    ]
    return "**not as expected**\n\n" + table.github(
        rows, ["behaviour", "start method", "observed", "expected"]
    )


def _drawbacks(summary: Summary, view: View) -> str:
    """A short section for each, below one line that opens them."""
    parts: list[str] = []
    found = drawbacks(summary)
    for one in found:
        parts.append(_table(one.figures, summary.methods, view))
        parts.append(f"{escaped(one.meaning, view)} *{escaped(one.advice, view)}*")
    title = f"<details><summary>{HEADING} ({len(found)})</summary>"
    return "\n\n".join([title, *parts, "</details>"]) if found else ""


def _details(section: Section, keys: Sequence[str], view: View) -> str:
    """A table that shows when it is clicked; nothing where it has no lines."""
    if not section.lines:
        return ""
    title = f"{escaped(section.title, view)} ({len(section.lines)})"
    return f"<details><summary>{title}</summary>\n\n{_table(section, keys, view)}\n\n</details>"


def _table(section: Section, keys: Sequence[str], view: View) -> str:
    headers = [escaped(section.title, view)]
    for key in keys:
        subtitle = section.subtitles.get(key)
        headers.append(f"{key}<br>{escaped(subtitle, view)}" if subtitle else key)
    rows = [_row(line, keys, view) for line in section.lines]
    if section.aside:
        headers.append(escaped(section.aside, view))
    return table.github([row[: len(headers)] for row in rows], headers)


def _row(line: Line, keys: Sequence[str], view: View) -> list[str]:
    cells = []
    for key in keys:
        value = line.values.get(key, Value(text=""))
        text = escaped(value.text, view)
        cells.append(f"**{text}**" if value.role == "loud" else text)
    return [escaped(line.title, view), *cells, escaped(line.aside, view)]


def _hangs(summary: Summary, view: View) -> str:
    found = hangs(summary)
    if not found:
        return ""
    items = []
    for hang in found:
        items.append(f"- {escaped(hang.title, view)}")
        items += [f"  - {escaped(line, view)}" for line in hang.lines]
    return f"<details><summary>{TITLE} ({len(found)})</summary>\n\n" + "\n".join(items) + "\n\n</details>"


def _notes(summary: Summary, view: View) -> str:
    same = len(summary.behaviours) - len(summary.differing)
    lines = [f"The same everywhere: {same} behaviours."]
    if told := left_out(summary.run):
        lines.append(f"{escaped(told, view).capitalize()}.")
    lines.append(absence(summary))
    lines += [
        f"Not observed: {len(group.cells)} {group.outcome} ({escaped(group.reason, view)})."
        for group in summary.not_observed
    ]
    commands = " · ".join(f"`{command}`" for command in hints(summary, view.detail))
    lines.append(f"Next: {commands}" if commands else "")
    return "  \n".join(filter(None, lines))
