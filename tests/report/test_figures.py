from __future__ import annotations

import pytest

from mpdiag.report import figures
from mpdiag.results.model import Unit


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.0046, "s", "4.6 ms"),
        (0.00996, "s", "10 ms"),
        (0.0871, "s", "87 ms"),
        (0.9999, "s", "1.0 s"),
        (38.2, "s", "38 s"),
        (115.0, "s", "115 s"),
        (12e-6, "s", "12 µs"),
        (0.0, "s", "0 s"),
        (193e6, "byte", "193 MB"),
        (1.04e6, "byte", "1.0 MB"),
        (999_960, "byte", "1.0 MB"),
        (12, "byte", "12 B"),
        (4.9e9, "byte/s", "4.9 GB/s"),
        (20_000, "1/s", "20 k/s"),
        (5, "1/s", "5.0/s"),
        (3, "1", "3"),
        (1.8374, "1", "1.84"),
        (-0.002, "s", "-2.0 ms"),
    ],
)
def test_figures_have_two_or_three_digits_and_a_unit(value: float, unit: Unit, shown: str) -> None:
    assert figures.figure(value, unit) == shown


def test_quartiles_are_in_the_unit_of_the_median() -> None:
    found = figures.spread([0.0009, 0.001, 0.0011, 0.0012, 0.0013])
    assert figures.quartiles(found, "s") == "1.1 ms [1.0–1.2] 5"


def test_a_ratio_is_that_of_the_rounds() -> None:
    assert figures.ratio([2.0, 40.0, 6.0], [1.0, 20.0, 3.0]) == 2.0
    assert figures.ratio([2.0, 4.0], [1.0, 1.0, 1.0]) == 3.0
    assert figures.ratio([1.0], []) is None
    assert figures.ratio([1.0], [0.0]) is None


def test_noise_needs_some_rounds() -> None:
    assert figures.noise([0.01, 0.02]) is None
    assert figures.noise([0.01, 0.01, 0.01, 0.01]) == 0.0
