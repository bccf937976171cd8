"""Lines with a value in each column, laid out for the width there is.

Wide: what stands aside, such as the remedy, stands at the right. Narrower: below the label. Narrower
still: the values stand below as well, a line for each.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from mpdiag.report import table
from mpdiag.report.sections import Section, Value
from mpdiag.report.style import Role, View

GAP = 2
INDENT = 6
NARROWEST = 10
WIDEST = 18
"""Columns for a value: `forkserver` is 10, `DeprecationWarning` 18."""

LABEL_WIDTHS = (26, 50)


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Widths; aside is None where it stands below."""

    label: int
    values: Sequence[int]
    aside: int | None


def rendered(
    sections: Sequence[Section], keys: Sequence[str], view: View, *, widest: int = WIDEST
) -> list[list[str]]:
    """Each section as lines of text, with the columns of all sections in the same places."""
    columns = _columns(sections, keys, view, widest)
    # The first section names the platforms, for all of them.
    first = next((section for section in sections if section.lines), None)
    found: list[list[str]] = []
    for section in sections:
        if not section.lines:
            found.append([])
        elif columns is None:
            found.append(_stacked(section, keys, view, first=section is first))
        else:
            found.append(_tabular(section, keys, columns, view, first=section is first))
    return found


def wrapped(text: str, view: View, role: Role = "plain", *, indent: str = "") -> list[str]:
    """A paragraph, painted; lines after the first are indented a little more."""
    lines = textwrap.wrap(
        view.text(text),
        view.width,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_on_hyphens=False,
    )
    return [view.paint(line, role) for line in lines]


def _columns(sections: Sequence[Section], keys: Sequence[str], view: View, widest: int) -> Columns | None:
    lines = [line for section in sections for line in section.lines]
    wanted = [
        min(
            widest,
            max(
                [NARROWEST, *(len(view.text(line.values[key].text)) for line in lines if key in line.values)]
            ),
        )
        for key in keys
    ]
    titles = [section.title for section in sections if section.lines] + [line.title for line in lines]
    label = min(LABEL_WIDTHS[1], max((len(view.text(title)) for title in titles), default=0))
    aside = max((len(view.text(line.aside)) for line in lines), default=0)
    room = view.width - sum(wanted) - GAP * len(wanted)
    beside = room - GAP - aside
    if beside >= min(label, LABEL_WIDTHS[0] + INDENT):
        return Columns(label=min(label, beside), values=wanted, aside=aside)
    below = max(aside + INDENT, min(LABEL_WIDTHS[0] + INDENT, label))
    each = (view.width - below) // max(len(keys), 1) - GAP
    if each < NARROWEST:
        return None
    values = [min(width, each) for width in wanted]
    rest = view.width - sum(values) - GAP * len(values)
    return Columns(label=min(max(label, aside + INDENT), rest), values=values, aside=None)


def _tabular(
    section: Section, keys: Sequence[str], columns: Columns, view: View, *, first: bool
) -> list[str]:
    widths = [columns.label, *columns.values, columns.aside or 0]
    rows = [_heading(section, keys, columns, view, first=first)]
    if first:
        rows.append([view.paint(view.text("─") * width, "faint") for width in widths])
    digits = [
        max((len(line.values[key].text) for line in section.lines if key in line.values), default=0)
        for key in keys
    ]
    for line in section.lines:
        label = _painted(line.title, columns.label, line.role, view)
        aside = view.text(line.aside)
        if columns.aside is None and aside:
            label += _painted(aside, columns.label - INDENT, "faint", view, before=" " * INDENT)
        cells = []
        for key, width, figure in zip(keys, columns.values, digits, strict=True):
            value = line.values.get(key, Value(text=""))
            text = value.text.rjust(min(figure, width)) if section.align == "figures" else value.text
            cells.append("\n".join(_painted(text, width, value.role, view)))
        rows.append(["\n".join(label), *cells, view.paint(aside, "faint") if columns.aside else ""])
    return table.columns(rows, widths)


def _heading(
    section: Section, keys: Sequence[str], columns: Columns, view: View, *, first: bool
) -> list[str]:
    cells = ["\n".join(_painted(section.title, columns.label, "heading", view))]
    for key, width in zip(keys, columns.values, strict=True):
        lines = _painted(key, width, "heading", view)
        if first and key in section.subtitles:
            lines += _painted(section.subtitles[key], width, "faint", view)
        cells.append("\n".join(lines))
    return [*cells, view.paint(section.aside, "heading") if columns.aside else ""]


def _stacked(section: Section, keys: Sequence[str], view: View, *, first: bool) -> list[str]:
    lines = wrapped(section.title, view, "heading")
    for key in keys:
        if first and key in section.subtitles:
            lines += wrapped(f"{key}: {section.subtitles[key]}", view, "faint", indent="  ")
    for line in section.lines:
        lines += wrapped(line.title, view, line.role)
        # Columns that agree share a line.
        shared: dict[Value, list[str]] = {}
        for key in keys:
            if key in line.values:
                shared.setdefault(line.values[key], []).append(key)
        if section.align == "figures":
            text = ", ".join(f"{' and '.join(names)} {value.text}" for value, names in shared.items())
            lines += wrapped(text, view, indent="  ")
            continue
        for value, names in shared.items():
            lines += wrapped(f"{', '.join(names)}: {value.text}", view, value.role, indent="  ")
        if line.aside:
            lines += wrapped(f"→ {line.aside}", view, "faint", indent="  ")
    return lines


def _painted(text: str, width: int, role: Role, view: View, *, before: str = "") -> list[str]:
    """The text in lines of at most `width` columns. Blanks at its beginning stay: they align figures."""
    shown = view.text(text)
    blanks = " " * (len(text) - len(text.lstrip(" ")))
    lines = textwrap.wrap(shown, width, initial_indent=blanks, break_on_hyphens=False)
    return [before + view.paint(line, role) for line in lines] or [""]
