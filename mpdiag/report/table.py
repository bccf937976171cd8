"""Tables. The only importer of tabulate."""

from __future__ import annotations

from collections.abc import Sequence

from tabulate import tabulate


def columns(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    """The rows as lines of text, each column at least so wide. Cells may hold line breaks and colours."""
    # tabulate makes a column as wide as its widest cell: a row of blanks sees to the least width.
    blank = [" " * width for width in widths]
    text = tabulate([*rows, blank], tablefmt="plain", disable_numparse=True, preserve_whitespace=True)
    return [line.rstrip() for line in text.split("\n")[:-1]]


def github(rows: Sequence[Sequence[str]], headers: Sequence[str]) -> str:
    """A table for GitHub's Markdown. The cells are escaped already."""
    return tabulate(rows, headers, tablefmt="github", disable_numparse=True)
