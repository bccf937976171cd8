"""Cells that measure take turns, and go on until the figures stand or the time is spent."""

from __future__ import annotations

import pytest

from mpdiag.runner import precision
from tests.runner.worlds import world

TIMED = """
import os, time

SCHEDULE = "timed"
BUDGET = {"quick": %s, "default": 1, "rigorous": 1}
HERE = os.path.dirname(__file__)

def parent(ctx, cell):
    for number in cell.rounds():
        with open(os.path.join(HERE, "turns.txt"), "a") as file:
            file.write(cell.method + "\\n")
        cell.sample("pace", "s", %s)
"""


@pytest.mark.live
@pytest.mark.timeout(60)
def test_rounds_of_the_methods_take_turns() -> None:
    with world() as made:
        cells = made.run(made.probe("timed", TIMED % (5, "1.0")))
        turns = (made.scratch.library / "mpdiag/probes/made/turns.txt").read_text().split()
    count = len(made.methods())
    assert len(turns) == count * precision.VALUES_AT_LEAST
    assert all(turns[start : start + count] == turns[:count] for start in range(0, len(turns), count))
    assert {(cell.rounds, cell.stopped) for cell in cells} == {(precision.VALUES_AT_LEAST, "precise")}
    assert cells[0].samples[0].values == (1.0,) * precision.VALUES_AT_LEAST
    assert len(made.supervisor.yardstick) == precision.VALUES_AT_LEAST


@pytest.mark.live
@pytest.mark.timeout(60)
def test_figures_that_never_stand_end_with_the_budget() -> None:
    with world() as made:
        cells = made.run(made.probe("timed", TIMED % (0.2, "1.0 + number % 2")))
    assert {cell.stopped for cell in cells} == {"budget"}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], (float("-inf"), float("inf"))),
        ([5.0] * 5, (float("-inf"), float("inf"))),
        ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], (1.0, 6.0)),
        # Ranks 2 and 9 of 10 enclose the median with 97.9 %, ranks 40 and 61 of 100 with 96.5 %.
        ([float(value) for value in range(1, 11)], (2.0, 9.0)),
        ([float(value) for value in range(1, 101)], (40.0, 61.0)),
    ],
)
def test_interval_of_the_median(values: list[float], expected: tuple[float, float]) -> None:
    assert precision.interval(values) == expected


def test_precise_means_narrow_against_the_median() -> None:
    assert precision.precise([1.0, 1.01, 1.02, 1.03, 1.04, 1.05], "default")
    assert not precision.precise([1.0, 1.01, 1.02, 1.03, 1.04, 1.2], "default")
    assert precision.precise([1.0, 1.01, 1.02, 1.03, 1.04, 1.19], "quick")
