from __future__ import annotations

from collections.abc import Callable

import pytest

from mpdiag.report import markdown
from mpdiag.report.style import View
from tests.report import worlds


@pytest.mark.parametrize("detail", ["first screen", "all"])
@pytest.mark.parametrize("name", ["usual", "surprising"])
def test_markdown(name: str, detail: str, golden: Callable[[str, str], None]) -> None:
    run = getattr(worlds, name)()
    golden(f"{name}-{detail.replace(' ', '-')}.md", markdown.render(run, View(detail=detail)))  # type: ignore[arg-type]


def test_hostile_text_is_shown_as_it_is() -> None:
    shown = markdown.render(worlds.hostile(), View(detail="all"))
    assert "<script>" not in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert " @you" not in shown
    rows = [line for line in shown.splitlines() if "script" in line and line.startswith("|")]
    assert rows
    assert {row.replace("\\|", "").count("|") for row in rows} <= {5, 6}
