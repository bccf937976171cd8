"""Which behaviours differ between methods, which are loud, and which causes that shows."""

from __future__ import annotations

import pytest

from mpdiag.explain.match import Behaviour, behaviours, causes_seen, is_loud
from mpdiag.results.model import METHODS, CauseSeen, Cell, Row, StartMethod

ROW = Row(id="a.row", probe="a.probe", label="a label", cause="MP101")


def a_cell(method: StartMethod, variant: str | None = None, **observations: object) -> Cell:
    observed = {name.replace("_", "."): value for name, value in observations.items()}
    return Cell(
        id="/".join(["a.probe", method, *([variant] if variant else [])]),
        probe="a.probe",
        revision=1,
        method=method,
        variant=variant,
        outcome="observed",
        observations=observed,
    )


def seen(fork: object, spawn: object) -> Behaviour:
    [behaviour] = behaviours([a_cell("spawn", a_row=spawn), a_cell("fork", a_row=fork)], [ROW])
    return behaviour


@pytest.mark.parametrize(
    ("fork", "spawn", "differs", "loud"),
    [
        ("kept", "kept", False, False),
        ("kept", "lost", True, False),
        ("works", "raises PicklingError in start()", True, True),
        ("dies: killed by SIGKILL", "dies: killed by SIGKILL", False, True),
        (1, 1.5, True, False),
        (["hangs"], ["hangs"], False, False),
    ],
)
def test_a_behaviour(fork: object, spawn: object, differs: bool, loud: bool) -> None:
    behaviour = seen(fork, spawn)

    assert (behaviour.differs, behaviour.loud) == (differs, loud)


@pytest.mark.parametrize(
    "value", ["raises OSError in the child", "dies: exit code 1", "hangs", "fails to load"]
)
def test_loud_values(value: str) -> None:
    assert is_loud(value)


@pytest.mark.parametrize("value", ["raised flag", "works", "", None, 1, {"hangs": 1}])
def test_values_that_are_not_loud(value: object) -> None:
    assert not is_loud(value)


def test_values_come_in_the_order_of_the_tables() -> None:
    cells = [a_cell(method, a_row=method) for method in reversed(METHODS)]

    [behaviour] = behaviours(cells, [ROW])

    assert list(behaviour.values) == list(METHODS)
    assert behaviour.cells == ("a.probe/fork", "a.probe/forkserver", "a.probe/spawn")


def test_variants_are_not_compared_with_each_other() -> None:
    cells = [
        a_cell("fork", "small", a_row="x"),
        a_cell("spawn", "small", a_row="x"),
        a_cell("fork", "large", a_row="y"),
        a_cell("spawn", "large", a_row="z"),
    ]

    assert [(b.variant, b.differs) for b in behaviours(cells, [ROW])] == [("small", False), ("large", True)]
    assert causes_seen(cells, [ROW]) == (
        CauseSeen(code="MP101", cells=("a.probe/fork/large", "a.probe/spawn/large")),
    )


def test_what_was_not_observed_is_no_behaviour() -> None:
    cells = [a_cell("fork"), a_cell("spawn", another_row="x")]

    assert behaviours(cells, [ROW]) == ()


def test_one_method_alone_shows_no_difference() -> None:
    cells = [a_cell("spawn", a_row="lost")]

    assert not behaviours(cells, [ROW])[0].differs
    assert causes_seen(cells, [ROW]) == ()


def test_one_method_alone_shows_the_cause_of_a_failure() -> None:
    cells = [a_cell("spawn", a_row="raises PicklingError in start()")]

    assert causes_seen(cells, [ROW]) == (CauseSeen(code="MP101", cells=("a.probe/spawn",)),)


def test_a_row_without_a_cause_shows_none() -> None:
    row = Row(id="a.row", probe="a.probe", label="a label")

    assert causes_seen([a_cell("fork", a_row=1), a_cell("spawn", a_row=2)], [row]) == ()


def test_rows_of_one_cause_are_joined_and_causes_sorted() -> None:
    rows = [
        Row(id="b.row", probe="a.probe", label="b", cause="MP102"),
        ROW,
        Row(id="c.row", probe="a.probe", label="c", cause="MP101"),
    ]
    cells = [a_cell(method, a_row=method, b_row=method, c_row=method) for method in METHODS]

    ids = tuple(cell.id for cell in cells)
    assert causes_seen(cells, rows) == (
        CauseSeen(code="MP101", cells=ids),
        CauseSeen(code="MP102", cells=ids),
    )
