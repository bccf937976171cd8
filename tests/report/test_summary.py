from __future__ import annotations

import pytest

from mpdiag.report.summary import PROMINENT, Summary, words
from mpdiag.runner import catalog
from tests.helpers import a_run, told


@pytest.mark.parametrize(("code", "row"), [(code, row) for code, row in PROMINENT.items() if row])
def test_the_example_of_a_cause_is_a_row_of_it(code: str, row: str) -> None:
    assert code in {probe.cause_of(row) for probe in catalog.load().values() if row in probe.rows}


def test_a_cause_stands_in_one_table() -> None:
    lambdas = [
        told("p.a", name, "MP201", fork="works", forkserver=end, spawn=end)
        for name, end in (("one", "raises X in start()"), ("two", "raises X in start()"), ("three", "lost"))
    ]
    summary = Summary(a_run(*lambdas))
    assert [group.code for group in summary.loud] == ["MP201"]
    assert summary.silent == ()
    assert summary.loud[0].example.label == "one"


def test_what_is_met_most_comes_first_then_what_has_most_rows() -> None:
    rows = [("MP404", "a"), ("MP119", "b"), ("MP119", "c"), ("MP111", "d"), ("MP101", "e")]
    behaviours = [told("p.a", label, code, fork="x", spawn="y", forkserver="y") for code, label in rows]
    codes = [group.code for group in Summary(a_run(*behaviours)).silent]
    assert codes == ["MP101", "MP111", "MP119", "MP404"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("changed value", "changed value"),
        (None, "nothing"),
        (True, "yes"),
        (3, "3"),
        ({"any of": ["a", None, 2]}, "a or nothing or 2"),
        ({"any of": 5}, '{"any of": 5}'),
        ({"any of": []}, "nothing"),
        (["é"], '["é"]'),
    ],
)
def test_values_as_words(value: object, shown: str) -> None:
    assert words(value) == shown
