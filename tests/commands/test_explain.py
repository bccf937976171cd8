"""`mpdiag explain`: a cause by code or slug, a probe by name or observation."""

from __future__ import annotations

import pytest

from mpdiag import cli
from mpdiag.explain import pages

PROBE = f"""\
# inherited.globals: A module global rebound by the main program before it starts a child

Programs that fill a settings object at start-up and read it in workers rely on this.

Expected:

- global set at run time (`inherit.globals`)
  - fork: changed value
  - forkserver, spawn: initial value

Why it differs:

- MP101: {pages.read("MP101").title}
"""


@pytest.mark.parametrize("name", ["MP101", "mp101", "parent-state-not-inherited"])
def test_a_cause_is_its_page_and_the_probes_that_show_it(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["explain", name]) == 0

    page, _, shown_by = capsys.readouterr().out.rpartition("\n\n")
    assert page == pages.read("MP101").markdown.rstrip()
    assert shown_by.startswith("Shown by: ")
    assert "`inherited.globals`" in shown_by


@pytest.mark.parametrize("name", ["inherited.globals", "globals", "inherit.globals"])
def test_a_probe_tells_what_it_expects(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", name]) == 0

    assert capsys.readouterr().out == PROBE


def test_an_observation_shows_its_row_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "inherit.environ:late"]) == 0

    out = capsys.readouterr().out
    assert out.startswith("# inherited.environment: ")
    assert "`inherit.environ:late`" in out
    assert "`inherit.environ`" not in out


def test_an_unknown_name_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "inherited.globls"]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "'inherited.globls'; the nearest is 'inherited.globals'." in captured.err


def test_a_terminal_gets_it_rendered(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("NO_COLOR", raising=False)

    cli.main(["explain", "MP101"])

    out = capsys.readouterr().out
    assert "\x1b[1mMP101: " in out
    assert "```" not in out
    assert "# MP101" not in out


def test_a_fact_is_explained_by_all_its_rows_or_by_why_there_are_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["explain", "inherit.environ"]) == 0
    shown = capsys.readouterr().out
    assert "(`inherit.environ`)" in shown
    assert "(`inherit.environ:late`)" in shown

    assert cli.main(["explain", "os-only.macos-fork-crash"]) == 0
    assert "No probe observes it: what aborts there are frameworks of macOS" in capsys.readouterr().out
