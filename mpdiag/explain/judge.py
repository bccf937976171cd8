"""What was expected of each cell, and whether it was seen: the judgement of this version of mpdiag."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from mpdiag.explain import expect
from mpdiag.features import Features
from mpdiag.results.model import Cell, Row
from mpdiag.runner.catalog import Probe


def judge(cell: Cell, probe: Probe, features: Features) -> Cell:
    """The cell with its expectation and verdict.

    A cell that observed nothing has no verdict: what was not seen is no surprise.
    """
    expected = expect.expected(probe.module, cell.method, features)
    if cell.outcome != "observed":
        return replace(cell, expected=expected)
    surprises = expect.surprises(cell.observations, expected)
    return replace(cell, expected=expected, verdict="surprise" if surprises else "as-expected")


def rows_of(probes: Iterable[Probe]) -> tuple[Row, ...]:
    """One row for every observation that these probes may make."""
    return tuple(
        Row(
            id=name,
            probe=probe.name,
            label=label,
            cause=probe.cause_of(name),
            elsewhere=elsewhere.get(name, {}),
        )
        for probe in probes
        for elsewhere in [expect.elsewhere(probe.module)]
        for name, label in probe.rows.items()
    )
