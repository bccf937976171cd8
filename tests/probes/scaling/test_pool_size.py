"""The arithmetic of speed-ups."""

from __future__ import annotations

import pytest

from mpdiag.probes.scaling.pool_size import numbers_of_workers, pays_from, serial_share


@pytest.mark.parametrize(
    ("cores", "numbers"),
    [(1, [1, 2]), (2, [1, 2, 4]), (3, [1, 2, 3, 4, 6]), (12, [1, 2, 4, 8, 12, 16]), (64, [1, 2, 4, 8, 16])],
)
def test_numbers_of_workers_go_beyond_the_cores(cores: int, numbers: list[int]) -> None:
    assert numbers_of_workers(cores) == numbers


@pytest.mark.parametrize("share", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("workers", [2, 7])
def test_the_serial_share_is_that_of_amdahls_law(share: float, workers: int) -> None:
    speed_up = 1 / (share + (1 - share) / workers)

    assert serial_share(speed_up, workers) == pytest.approx(share)


def test_from_where_it_pays_both_take_the_same_time() -> None:
    work = pays_from(overhead=0.3, speed_up=1.5)

    assert 0.3 + work / 1.5 == pytest.approx(work)
