"""How the reader sees us: width, colours and signs are decided here, once."""

from __future__ import annotations

import codecs
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Literal

Detail = Literal["first screen", "all"]

Role = Literal["heading", "faint", "silent", "loud", "good", "plain"]

# The eight basic colours follow the terminal's own theme, so they are readable on light and on dark.
_CODES: dict[Role, str] = {"heading": "1", "faint": "2", "silent": "33", "loud": "31", "good": "32"}

ASCII = str.maketrans(
    {
        "≤": "<=",
        "≥": ">=",
        "×": "x",
        "·": "-",
        "µ": "u",
        "…": "...",
        "─": "-",
        "–": "-",
        "→": "->",
    }
)


@dataclass(frozen=True, kw_only=True)
class View:
    """What a report may use, and how much it is to say."""

    width: int = 100
    colour: bool = False
    unicode: bool = True
    detail: Detail = "first screen"
    verbose: bool = False

    def text(self, text: str) -> str:
        """`text` with nothing in it that could steer a terminal, in signs that will print."""
        shown = "".join(map(_visible, " ".join(text.split())))
        if self.unicode:
            return shown
        return shown.translate(ASCII).encode("ascii", "backslashreplace").decode("ascii")

    def cut(self, text: str, width: int) -> str:
        """`text`, shortened to `width` columns where it is longer."""
        if len(text) <= width:
            return text
        end = self.text("…")
        return text[: max(width - len(end), 0)].rstrip() + end

    def paint(self, text: str, role: Role) -> str:
        """`text` in the colour of its role."""
        if not (self.colour and text and role in _CODES):
            return text
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m"


def view_of(
    stream: IO[str],
    *,
    detail: Detail = "first screen",
    verbose: bool = False,
    environ: Mapping[str, str] = os.environ,
) -> View:
    """The view that suits `stream`: a terminal as wide as it is, a file 100 columns and no colour."""
    from rich.console import Console

    console = Console(file=stream, _environ=environ)
    terminal = stream.isatty()
    # rich knows NO_COLOR, FORCE_COLOR and TERM=dumb. The old Windows console takes calls, not codes.
    understood = not (terminal and console.legacy_windows)
    colour = console.color_system is not None and not console.no_color and understood
    width = console.width if terminal or "COLUMNS" in environ else 100
    return View(width=width, colour=colour, unicode=_prints_unicode(stream), detail=detail, verbose=verbose)


def _visible(character: str) -> str:
    # Not printable are control characters, marks that turn the direction of writing, lone
    # surrogates, private signs and blanks of odd width.
    return character if character.isprintable() else character.encode("unicode_escape").decode("ascii")


def _prints_unicode(stream: IO[str]) -> bool:
    try:
        return codecs.lookup(getattr(stream, "encoding", None) or "ascii").name.startswith("utf")
    except LookupError:
        return False
