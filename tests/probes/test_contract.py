"""What CONTRIBUTING.md asks of a probe, asked of every probe."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from mpdiag.explain.expect import choices, expected
from mpdiag.features import Features
from mpdiag.results.model import METHODS
from mpdiag.runner import catalog
from mpdiag.runner.catalog import Probe

PROBES = catalog.load().values()
PLACES = [
    Features(system, (3, minor, patch))
    for system in ("Linux", "Darwin", "Windows")
    for minor in range(8, 15)
    for patch in (0, 99)
]
every_probe = pytest.mark.parametrize("probe", [pytest.param(probe, id=probe.name) for probe in PROBES])


def all_expected(probe: Probe) -> Iterator[tuple[Features, dict[str, dict[str, Any]]]]:
    """For every system and version: method -> observation -> value."""
    for features in PLACES:
        yield features, {method: expected(probe.module, method, features) for method in features.methods}


@every_probe
def test_docstring_is_a_title_and_says_who_relies_on_it(probe: Probe) -> None:
    title, _, rest = (probe.module.__doc__ or "").strip().partition("\n")

    assert 0 < len(title) <= 80
    assert title.endswith(".")
    assert rest.strip()


@every_probe
def test_rows_are_named_and_labelled(probe: Probe) -> None:
    for row, label in probe.rows.items():
        assert re.fullmatch(r"[a-z-]+\.[\w'()-]+(:[\w-]+)?", row)
        assert 0 < len(label) <= 44
    assert len(set(probe.rows.values())) == len(probe.rows)


def test_observations_belong_to_one_probe() -> None:
    rows = Counter(row for probe in PROBES for row in probe.rows)

    assert [row for row, count in rows.items() if count > 1] == []


@every_probe
def test_every_method_is_expected(probe: Probe) -> None:
    if hasattr(probe.module, "expectation"):
        assert not hasattr(probe.module, "EXPECTATION")
        return
    table: Mapping[str, Mapping[str, object]] = getattr(probe.module, "EXPECTATION", {})
    assert table.keys() == probe.rows.keys()
    for row in table.values():
        assert set(METHODS) <= row.keys() <= {*METHODS, "windows", "macos"}


@every_probe
def test_what_is_expected_is_labelled_and_plain_json(probe: Probe) -> None:
    seen: set[str] = set()
    for _, values in all_expected(probe):
        for of_method in values.values():
            assert of_method.keys() <= probe.rows.keys()
            assert json.loads(json.dumps(of_method)) == of_method
            seen |= of_method.keys()
    assert seen == probe.rows.keys()


@every_probe
def test_every_row_that_differs_between_methods_has_a_cause(probe: Probe) -> None:
    without: set[str] = set()
    for _, values in all_expected(probe):
        for row in probe.rows:
            # Methods that may agree count as agreeing.
            allowed = [set(map(json.dumps, choices(of_method.get(row)))) for of_method in values.values()]
            if not set.intersection(*allowed) and probe.cause_of(row) is None:
                without.add(row)
    assert without == set()


@every_probe
def test_causes_are_codes_of_its_rows(probe: Probe) -> None:
    causes = getattr(probe.module, "CAUSE", None)
    if isinstance(causes, Mapping):
        assert causes.keys() <= probe.rows.keys()
    codes = {probe.cause_of(row) for row in probe.rows} - {None}
    assert [code for code in codes if not re.fullmatch(r"MP[1-6]\d\d", str(code))] == []


@every_probe
def test_its_other_names_are_as_the_runner_needs_them(probe: Probe) -> None:
    assert probe.module.REVISION >= 1
    assert probe.schedule in catalog.SCHEDULES
    if probe.schedule == "shared":
        assert probe.main is None, "one that needs a main file of its own cannot share a parent"
        assert set(probe.variants) == {None}
    assert 0 < probe.deadline <= 120
    budget = getattr(probe.module, "BUDGET", None)
    if budget is not None:
        assert budget["quick"] <= budget["default"] <= budget["rigorous"]
    assert not (hasattr(probe.module, "MAIN") and hasattr(probe.module, "VARIANTS"))
