"""The report as GitHub's Markdown: for a pull request, an issue or a CI job's summary."""

from __future__ import annotations

import re

from mpdiag.report import sections, table
from mpdiag.report.phrases import absence, headlines, hints, left_out
from mpdiag.report.sections import Line, Section, Value
from mpdiag.report.style import View
from mpdiag.report.summary import Summary
from mpdiag.results.model import Run, StartMethod

CAUSES = 8
"""How many silent and loud causes each are shown, unless everything is asked for."""

_SYNTAX = re.compile(r"([\\`*_{}\[\]()#+!|~$])")


def render(run: Run, view: View) -> str:
    """The report, ending with a line break."""
    summary = Summary(run)
    where, outcome = headlines(summary)
    parts = [f"### {escaped(where, view)}", escaped(outcome, view), _surprises(summary, view)]
    parts += [
        _table(found, summary, view) for found in sections.first_screen(summary, silent=CAUSES, loud=CAUSES)
    ]
    if view.detail == "all":
        for subject in summary.subjects:
            for found in (sections.behaviours(summary, subject), sections.measured(summary, subject)):
                if found.lines:
                    title = f"{escaped(found.title, view)} ({len(found.lines)})"
                    content = _table(found, summary, view)
                    parts.append(f"<details><summary>{title}</summary>\n\n{content}\n\n</details>")
    parts.append(_notes(summary, view))
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


def _table(section: Section, summary: Summary, view: View) -> str:
    headers = [escaped(section.title, view)]
    for method in summary.methods:
        subtitle = section.subtitles.get(method)
        headers.append(f"{method}<br>{escaped(subtitle, view)}" if subtitle else method)
    rows = [_row(line, summary.methods, view) for line in section.lines]
    if section.aside:
        headers.append(escaped(section.aside, view))
    return table.github([row[: len(headers)] for row in rows], headers)


def _row(line: Line, methods: tuple[StartMethod, ...], view: View) -> list[str]:
    cells = []
    for method in methods:
        value = line.values.get(method, Value(text=""))
        text = escaped(value.text, view)
        cells.append(f"**{text}**" if value.role == "loud" else text)
    return [escaped(line.title, view), *cells, escaped(line.aside, view)]


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
