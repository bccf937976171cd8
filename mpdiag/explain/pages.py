"""The pages of the causes: one Markdown file each, in `causes/`, read into records.

The files are written for people who read them as they are; CONTRIBUTING.md shows one. The parser is
strict, so that every page has every part, and says which line is wrong.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Literal, cast, get_args

Differs = Literal[
    "between methods",
    "no, it fails everywhere",
    "only in cost",
    "only on Windows",
    "only on macOS",
    "only when frozen",
]

PARTS = (
    "Slug",
    "In short",
    "You see",
    "Why",
    "Where",
    "Remedy",
    "Differs",
    "Before",
    "After",
    "Source",
)
CAUSES = resources.files("mpdiag.explain") / "causes"
IN_SHORT_WIDTH = 36
PROGRAM_LINES = 20

_HEADING = re.compile(r"# (MP[1-6]\d\d): (\S.*)")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PART = re.compile(rf"({'|'.join(PARTS)}):(?: (.*))?")
_PROGRAM = re.compile(r"```python\n(.+)\n```", re.DOTALL)


class PageError(ValueError):
    """A page that is not as CONTRIBUTING.md says: `MP101.md:3: what is wrong`."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One cause. Texts are Markdown; `before` and `after` are whole programs."""

    code: str
    slug: str
    title: str
    in_short: str
    you_see: str
    why: str
    where: str
    remedy: str
    differs: Differs
    before: str
    after: str
    source: str
    markdown: str


@functools.cache
def load() -> dict[str, Page]:
    """All pages by code, in the order of codes."""
    return {code: read(code) for code in codes()}


def codes() -> list[str]:
    """The codes that have a page, sorted."""
    return sorted(file.name.removesuffix(".md") for file in CAUSES.iterdir() if file.name.endswith(".md"))


def read(code: str) -> Page:
    """The page of this code. Raises PageError."""
    name = f"{code}.md"
    return parse((CAUSES / name).read_text(encoding="utf-8"), name)


def parse(markdown: str, name: str) -> Page:
    """Read one page; `name` is the file's, which has to be the code. Raises PageError."""
    lines = markdown.rstrip("\n").split("\n")
    heading = _HEADING.fullmatch(lines[0])
    if not heading:
        raise PageError(f"{name}:1: the first line is not '# MPnnn: title'")
    code, title = heading.groups()
    if name != f"{code}.md":
        raise PageError(f"{name}:1: the page of {code} belongs into {code}.md")
    parts = _parts(lines, name)

    def text(part: str) -> str:
        return parts[part][1]

    def wrong(part: str, problem: str) -> PageError:
        return PageError(f"{name}:{parts[part][0]}: {problem}")

    if not _SLUG.fullmatch(text("Slug")):
        raise wrong("Slug", "a slug is lower-case words joined by '-'")
    if "\n" in text("In short") or len(text("In short")) > IN_SHORT_WIDTH:
        raise wrong("In short", f"'In short' is one line of at most {IN_SHORT_WIDTH} characters")
    differs = text("Differs") if "Differs" in parts else "between methods"
    if differs not in get_args(Differs):
        raise wrong("Differs", f"'Differs' is one of: {'; '.join(get_args(Differs)[1:])}")
    programs = {}
    for part in ("Before", "After"):
        program = _PROGRAM.fullmatch(text(part))
        if not program or "```" in program[1]:
            raise wrong(part, f"'{part}' is one block of ```python and nothing else")
        if program[1].count("\n") >= PROGRAM_LINES:
            raise wrong(part, f"the program has more than {PROGRAM_LINES} lines")
        programs[part] = program[1] + "\n"
    return Page(
        code=code,
        slug=text("Slug"),
        title=title,
        in_short=text("In short"),
        you_see=text("You see"),
        why=text("Why"),
        where=text("Where"),
        remedy=text("Remedy"),
        differs=cast(Differs, differs),
        before=programs["Before"],
        after=programs["After"],
        source=text("Source"),
        markdown=markdown,
    )


def _parts(lines: list[str], name: str) -> dict[str, tuple[int, str]]:
    """Part -> the number of its first line, and its text. All are there, in order and not empty."""
    starts = list(_starts(lines))
    wanted = [part for part in PARTS if part != "Differs" or any(p == part for _, p, _ in starts)]
    for (number, part, _), right in zip(starts, wanted, strict=False):
        if part != right:
            raise PageError(f"{name}:{number}: '{right}:' has to come before '{part}:'")
    if len(starts) < len(wanted):
        raise PageError(f"{name}:{len(lines)}: '{wanted[len(starts)]}:' is missing")
    if len(starts) > len(wanted):
        number, part, _ = starts[len(wanted)]
        raise PageError(f"{name}:{number}: '{part}:' is there already")
    between = [line for line in lines[1 : starts[0][0] - 1] if line.strip()]
    if between:
        raise PageError(
            f"{name}:{lines.index(between[0], 1) + 1}: '{PARTS[0]}:' comes right after the heading"
        )
    parts = {}
    ends = [number - 1 for number, _, _ in starts[1:]] + [len(lines)]
    for (number, part, first), end in zip(starts, ends, strict=True):
        body = "\n".join([first, *lines[number:end]]).strip()
        if not body:
            raise PageError(f"{name}:{number}: '{part}:' says nothing")
        parts[part] = (number, body)
    return parts


def _starts(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """The line number, the part and the rest of the line where a part begins; programs are skipped."""
    in_program = False
    for number, line in enumerate(lines, 1):
        if line.startswith("```"):
            in_program = not in_program
        elif not in_program and (start := _PART.fullmatch(line)):
            yield number, start[1], start[2] or ""
