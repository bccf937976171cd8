"""Prints Markdown: rendered on a terminal, as it stands everywhere else."""

from __future__ import annotations

import re
import sys

from rich.console import Console
from rich.markdown import Markdown
from rich.text import Text
from rich.theme import Theme

from mpdiag.explain.pages import PARTS

WIDTH = 120
"""Columns beyond which text is hard to read."""

_PART = re.compile(rf"^({'|'.join(PARTS)}|Shown by):", re.MULTILINE)


def show(markdown: str) -> None:
    """Print it to stdout."""
    # Rich's own style for code has a black background, also where the terminal is light.
    console = Console(highlight=False, theme=Theme({"markdown.code": "bold cyan"}))
    if not console.is_terminal:
        sys.stdout.write(markdown)
        return
    console.width = min(console.width, WIDTH)
    heading, _, body = markdown.partition("\n")
    console.print(Text(heading.removeprefix("# "), style="bold"), end="\n\n")
    # A page's lines of one word each would run together, and its labels not stand out.
    body = _PART.sub(r"**\1:**", re.sub(r"^(Slug: .*)$", r"\1  ", body, flags=re.MULTILINE))
    console.print(Markdown(body, code_theme="ansi_dark"))
