"""Several interpreters in one report: what changes from one to the next."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mpdiag.report import markdown, text
from mpdiag.report.changes import Changes
from mpdiag.report.style import View
from mpdiag.report.summary import Summary
from tests.helpers import a_run, an_environment, told
from tests.report import worlds

Golden = Callable[[str, str], None]


@pytest.mark.parametrize("width", [40, 100, 120])
def test_what_changes_comes_first(width: int, golden: Golden) -> None:
    golden(f"upgraded-{width}.txt", text.render_several(worlds.upgraded(), View(width=width)))


def test_all(golden: Golden) -> None:
    golden("upgraded-all.txt", text.render_several(worlds.upgraded(), View(detail="all")))
    golden("upgraded-all.md", markdown.render_several(worlds.upgraded(), View(detail="all")))


@pytest.mark.parametrize("width", [20, 60, 80, 100, 200])
@pytest.mark.parametrize("detail", ["first screen", "all"])
def test_no_line_is_wider_than_the_terminal(width: int, detail: str) -> None:
    runs = [*worlds.upgraded(), worlds.surprising(), worlds.hostile()]
    shown = text.render_several(runs, View(width=width, detail=detail))  # type: ignore[arg-type]
    assert max(map(len, shown.splitlines())) <= width


def test_silent_changes_come_before_loud_ones() -> None:
    changed = Changes([Summary(run) for run in worlds.upgraded()]).changed
    assert [(row.row.label, row.methods, row.loud) for row in changed] == [
        ("exit handler of the child", ("fork", "forkserver"), False),
        ("64 pipes waited for at once", ("fork", "spawn"), True),
    ]


def test_what_was_not_seen_is_no_change() -> None:
    """A crash, a method that is missing, a row that one version has not: none of them is another value."""
    changes = Changes([Summary(run) for run in [*worlds.upgraded(), worlds.usual(system="Windows")]])
    numpy = [row for row in changes.rows if "numpy" in row.row.label]
    assert {row.label: [shown.text for shown in row.shown.values()] for row in numpy} == {
        "numpy's random numbers: fork, forkserver": ["x", "crashed", "crashed", "no such method"],
        "numpy's random numbers: spawn": ["x", "crashed", "crashed", "not observed"],
    }
    assert not any(row.changed for row in numpy)


def test_a_surprise_is_told_with_its_interpreter() -> None:
    shown = text.render_several([worlds.usual(), worlds.surprising()], View(width=200))
    assert "3.13.0 (2), current folder, spawn: another (expected: the parent's)" in shown


def test_methods_that_changed_alike_share_a_line() -> None:
    runs = [
        a_run(
            told("p.a", "thing", None, fork=value, forkserver=value, spawn=value),
            environment=an_environment(version=version),
        )
        for version, value in (("3.9.1", "old"), ("3.13.0", "new"))
    ]
    (row,) = Changes([Summary(run) for run in runs]).changed
    assert (row.label, row.methods) == ("thing", ())
