from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from mpdiag.report import text
from mpdiag.report.style import View
from mpdiag.results.model import Cell, Run
from tests.helpers import a_cell, a_run, an_environment, told
from tests.report import worlds

Golden = Callable[[str, str], None]
RUNS: dict[str, Callable[[], Run]] = {
    "usual": worlds.usual,
    "surprising": worlds.surprising,
    "windows": lambda: worlds.usual(system="Windows"),
    "interrupted": lambda: worlds.usual(interrupted=True, duration_s=3.4),
    "noisy": lambda: worlds.usual(yardstick=(0.012, 0.014, 0.02, 0.03, 0.05)),
}


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("width", [40, 80, 100, 120])
def test_first_screen(name: str, width: int, golden: Golden) -> None:
    golden(f"{name}-{width}.txt", text.render(RUNS[name](), View(width=width)))


def test_windows_under_wine_is_called_so() -> None:
    environment = an_environment("Windows")
    under_wine = replace(environment, platform=replace(environment.platform, wine="8.0"))
    header = text.render(worlds.usual(environment=under_wine), View(width=120))
    assert "Windows CPython under Wine 8.0" in " ".join(header.split())


@pytest.mark.parametrize("name", ["usual", "surprising"])
def test_colours(name: str, golden: Golden) -> None:
    golden(f"{name}-colour.txt", text.render(RUNS[name](), View(width=100, colour=True)))


@pytest.mark.parametrize("name", ["usual", "windows"])
def test_all(name: str, golden: Golden) -> None:
    golden(f"{name}-all.txt", text.render(RUNS[name](), View(width=100, detail="all")))


def test_verbose_shows_what_processes_said(golden: Golden) -> None:
    golden(
        "surprising-verbose.txt",
        text.render(worlds.surprising(), View(width=100, detail="all", verbose=True)),
    )


def test_ascii(golden: Golden) -> None:
    shown = text.render(worlds.usual(), View(width=100, unicode=False))
    assert shown.isascii()
    golden("usual-ascii.txt", shown)


@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("width", [20, 40, 60, 72, 80, 100, 120, 200])
@pytest.mark.parametrize("detail", ["first screen", "all"])
def test_no_line_is_wider_than_the_terminal(name: str, width: int, detail: str) -> None:
    shown = text.render(RUNS[name](), View(width=width, detail=detail))  # type: ignore[arg-type]
    assert max(map(len, shown.splitlines())) <= width


def test_the_first_screen_is_a_screen() -> None:
    assert len(text.render(worlds.usual(), View(width=100)).splitlines()) <= 28


def test_colours_change_nothing_but_colours() -> None:
    plain, coloured = (text.render(worlds.surprising(), View(colour=colour)) for colour in (False, True))
    assert [line.rstrip() for line in re.sub(r"\x1b\[\d+m", "", coloured).splitlines()] == plain.splitlines()


def test_surprises_come_before_everything_else() -> None:
    shown = text.render(worlds.surprising(), View())
    assert shown.index("current folder, spawn: another (expected: the parent's)") < shown.index(
        "what it costs"
    )
    assert "everything as expected" not in shown


def test_every_outcome_is_told_with_its_reason() -> None:
    shown = text.render(worlds.surprising(), View(width=300))
    note = next(line for line in shown.splitlines() if line.startswith("not observed: "))
    assert note.startswith(
        "not observed: 1 crashed (the parent was killed by SIGSEGV) · 1 timed-out (no end after 30 s)"
    )
    assert "numpy" in text.render(worlds.surprising(), View(detail="all"))


def test_on_windows_other_methods_are_expected_not_observed() -> None:
    shown = text.render(worlds.usual(system="Windows"), View())
    assert re.search(
        r"MP101 global set at run time +\(changed value\) +\(initial value\) +initial value", shown
    )
    assert "(in brackets): expected, not observed: fork and forkserver do not exist here" in shown
    assert "1 method " in shown
    assert "unavailable" not in shown


def test_a_noisy_machine_gets_ratios_only() -> None:
    shown = text.render(worlds.usual(yardstick=(0.01, 0.02, 0.03, 0.04)), View())
    assert " ms" not in shown
    assert re.search(r"first child ready after +×1.0 +×19 +×15", shown)


def test_a_figure_that_is_missing_is_told_with_its_reason() -> None:
    cells = [
        a_cell("startup.first_child", method, "timed-out", "no end after 30 s")
        for method in ("fork", "spawn")
    ]
    shown = text.render(a_run(cells=cells), View(width=200))
    assert "first child ready after: not measured (no end after 30 s)" in " ".join(shown.split())


def test_nothing_was_seen() -> None:
    assert "0 behaviours × 3 methods" in text.render(a_run(), View())


def test_variants_have_lines_of_their_own() -> None:
    run = a_run(
        told("main_module.guard", "started", "MP301", fork="works", spawn="hangs", forkserver="hangs")
    )
    cells = [*run.cells, *(a_variant(cell) for cell in run.cells)]
    shown = text.render(a_run(cells=cells, rows=run.rows), View(detail="all"))
    assert "started (script)" in shown


def a_variant(cell: Cell) -> Cell:
    return replace(cell, id=f"{cell.id}/script", variant="script")


def test_hostile_text_steers_no_terminal() -> None:
    for view in (View(), View(detail="all", verbose=True), View(width=40), View(unicode=False)):
        shown = text.render(worlds.hostile(), view)
        assert all(character.isprintable() or character == "\n" for character in shown)
        assert "\\x1b[31m" in shown
