"""Probes are found by being there, and chosen by name, subject or glob."""

from __future__ import annotations

import pytest

from mpdiag.errors import UsageError
from mpdiag.runner import catalog


def test_a_probe_can_be_meant_in_several_ways() -> None:
    for pattern in ("inherited.globals", "globals", "inherited.glob*", "*.globals"):
        assert [probe.name for probe in catalog.choose([pattern])] == ["inherited.globals"]


def test_a_subject_means_all_its_probes() -> None:
    chosen = catalog.choose(["memory", "inherited"])
    assert {probe.subject for probe in chosen} == {"memory", "inherited"}
    assert len(chosen) == sum(probe.subject in ("memory", "inherited") for probe in catalog.load().values())


def test_no_pattern_means_everything_once_each() -> None:
    assert [probe.name for probe in catalog.choose([])] == list(catalog.load())
    assert len(catalog.choose(["globals", "inherited"])) == len(catalog.choose(["inherited"]))


def test_every_subject_of_the_first_report_is_there() -> None:
    subjects = {"building_blocks", "examples", "inherited", "lifecycle", "memory", "pickling", "startup"}
    assert subjects <= set(catalog.subjects())


def test_a_pattern_that_means_nothing_is_an_error() -> None:
    with pytest.raises(UsageError, match="the nearest is 'globals'"):
        catalog.choose(["globalz"])


def test_quick_leaves_out_what_is_no_first_look_unless_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog.load()["inherited.globals"].module, "QUICK", False, raising=False)

    assert "inherited.globals" in {probe.name for probe in catalog.choose([])}
    assert "inherited.globals" not in {probe.name for probe in catalog.choose([], "quick")}
    assert "inherited.globals" in {probe.name for probe in catalog.choose(["inherited"], "quick")}
