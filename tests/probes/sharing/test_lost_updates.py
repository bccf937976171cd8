"""What counts as lost."""

from __future__ import annotations

import pytest

from mpdiag.probes.sharing import lost_updates


@pytest.mark.parametrize(
    ("lost", "verdict"),
    [(0, "none is lost"), (20, "half are lost"), (7, "fails: 7 of 40 are lost")],
)
def test_any_other_number_is_told(lost: int, verdict: str) -> None:
    assert lost_updates._verdict(lost) == verdict
