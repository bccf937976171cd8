"""What is said against multiprocessing is told from what this run measured, and from nothing else."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest

from mpdiag.report.drawbacks import ORDER, drawbacks
from mpdiag.report.summary import Summary
from mpdiag.results import store
from mpdiag.results.model import METHODS
from tests.helpers import a_cell, a_run, told
from tests.report import worlds

TITLES = [
    "memory use",
    "communication overhead",
    "complexity and deadlocks",
    "start-up overhead",
    "platform differences",
    "the GIL and C extensions",
    "I/O-bound work",
    "sharing state",
    "limited scalability",
]
PROBES = [
    "memory.copy_on_write",
    "memory.workers",
    "communication.channels",
    "communication.pool_tasks",
    "startup.first_child",
    "startup.later_child",
    "startup.argument_size",
    "startup.parent_memory",
    "gil.speed",
    "io_bound.waiting",
    "sharing.access_cost",
    "scaling.pool_size",
    "inherited.globals",
    "hazards.held_locks",
]


def test_all_nine_are_there() -> None:
    assert [one.TITLE for one in ORDER] == TITLES


def test_what_was_not_measured_is_not_told_of() -> None:
    found = {one.figures.title: one for one in drawbacks(Summary(worlds.usual()))}
    assert list(found) == ["complexity and deadlocks", "start-up overhead", "platform differences"]
    assert found["start-up overhead"].meaning == (
        "A child takes 28 times as long to start under spawn as under fork, since it starts a new "
        "interpreter and imports everything again."
    )


def test_a_meaning_holds_the_figures() -> None:
    rows = [
        told("hazards.a", "join before get", "MP402", fork="hangs", forkserver="hangs", spawn="hangs"),
        told("hazards.b", "held lock", "MP401", fork="hangs", forkserver="works", spawn="works"),
        told("hazards.c", "global", "MP101", fork="new", forkserver="old", spawn="old"),
    ]
    found = {one.figures.title: one for one in drawbacks(Summary(a_run(*rows)))}
    deadlocks, platforms = found["complexity and deadlocks"], found["platform differences"]
    assert deadlocks.meaning.startswith("2 of the mistakes tried here wait for ever, 1 of them under every")
    assert {method: value.text for method, value in deadlocks.figures.lines[0].values.items()} == {
        "fork": "2",
        "forkserver": "1",
        "spawn": "1",
    }
    assert platforms.meaning.startswith("2 of 3 behaviours depend on the start method")
    assert "1 of them changes without any error" in platforms.meaning


def test_a_probe_that_is_unavailable_gives_its_reason() -> None:
    cells = [a_cell("gil.speed", method, "unavailable", "there is one core") for method in METHODS]
    (gil,) = (one for one in drawbacks(Summary(a_run(cells=cells))) if "GIL" in one.figures.title)
    assert gil.meaning.startswith("Not known here: ")
    assert all("there is one core" in line.label for line in gil.figures.lines)


@pytest.mark.live
@pytest.mark.timeout(240)
@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="there is no fork")
def test_a_real_run_has_every_figure_and_every_meaning(tmp_path: Path) -> None:
    """The names of the samples are the probes' own: a figure that nobody records would never show."""
    result = tmp_path / "run.json"
    command = [sys.executable, "-m", "mpdiag", "report", *PROBES, "--quick", "-q", "--exit-zero"]
    subprocess.run([*command, f"--format=json={result}"], check=True, timeout=200)

    (run,) = store.read(result)
    found = drawbacks(Summary(run))

    assert [one.figures.title for one in found] == TITLES
    if run.environment.limits.cpus_usable > 1:
        assert [line.label for one in found for line in one.figures.lines if not line.values] == []
        assert [one.meaning for one in found if one.meaning.startswith("Not known here")] == []
