from __future__ import annotations

from mpdiag.report import costs
from mpdiag.results.model import Sample
from mpdiag.runner import catalog
from tests.helpers import a_cell, a_run, timed

READ = "after reading objects child"


def samples(**values: float | None) -> tuple[Sample, ...]:
    return tuple(
        Sample(
            name=READ,
            unit="byte",
            metric=metric,
            values=() if value is None else (value,),
            unavailable="only Linux tells it" if value is None else None,
        )
        for metric, value in values.items()
    )


def test_every_figure_comes_from_a_probe_that_exists() -> None:
    assert {figure.probe for figure in costs.FIGURES} <= catalog.load().keys()


def test_memory_is_what_the_system_tells_best() -> None:
    cells = [
        a_cell("memory.copy_on_write", "fork", samples=samples(rss=9e6, uss=2e6, private=1e6)),
        a_cell("memory.copy_on_write", "spawn", samples=samples(rss=9e6, uss=2e6, private=None)),
        a_cell("memory.copy_on_write", "forkserver", samples=samples(rss=9e6)),
    ]
    found = costs.costs(a_run(cells=cells))[-1]
    assert found.values == {"fork": "1.0 MB", "spawn": "2.0 MB", "forkserver": "not measured"}


def test_a_child_that_has_no_data_reads_none() -> None:
    observations = {"memory.refcount-dirtying": "not there"}
    cell = a_cell("memory.copy_on_write", "spawn", observations=observations, samples=samples(private=7e6))
    assert costs.costs(a_run(cells=[cell]))[-1].values == {"spawn": "not there"}


def test_without_any_figure_the_reason_is_told() -> None:
    cell = a_cell("memory.copy_on_write", "spawn", samples=samples(private=None))
    assert costs.costs(a_run(cells=[cell]))[-1].missing == "only Linux tells it"


def test_that_a_method_does_not_exist_is_no_reason_for_the_others() -> None:
    cells = [
        a_cell("memory.copy_on_write", "fork", "unavailable", "this Python offers only spawn"),
        a_cell("memory.copy_on_write", "spawn", samples=samples(private=None)),
    ]
    assert costs.costs(a_run(cells=cells))[-1].missing == "only Linux tells it"


def test_one_method_alone_has_no_ratios() -> None:
    cells = timed("startup.later_child", "first line", spawn=[0.03, 0.04, 0.05])
    found = costs.costs(a_run(cells=cells, yardstick=(0.01, 0.02, 0.03, 0.04)))
    assert found[0].values == {"spawn": "40 ms"}
