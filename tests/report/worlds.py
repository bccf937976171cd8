"""Runs that the tests of all formats show."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from mpdiag.results.model import METHODS, Cell, Run
from tests.helpers import SYSTEMS, Told, a_cell, a_run, an_environment, timed, told

BEHAVIOURS = (
    told(
        "inherited.globals",
        "global set at run time",
        "MP101",
        fork="changed value",
        forkserver="initial value",
        spawn="initial value",
    ),
    told(
        "inherited.globals",
        "registry filled under the guard",
        "MP101",
        fork="full",
        forkserver="empty",
        spawn="empty",
    ),
    told(
        "inherited.files",
        "parent's unwritten text, child flushes",
        "MP111",
        fork="written twice",
        forkserver="written once",
        spawn="written once",
    ),
    told(
        "inherited.descriptors", "open descriptor", "MP109", fork="open", forkserver="closed", spawn="closed"
    ),
    told(
        "inherited.random",
        "a global random.Random(n)",
        "MP106",
        fork="the parent's numbers",
        forkserver="other numbers",
        spawn="other numbers",
    ),
    told(
        "pickling.callables",
        "lambda as target",
        "MP201",
        fork="works",
        forkserver="raises PicklingError in start()",
        spawn="raises PicklingError in start()",
    ),
    told(
        "inherited.locks",
        "Lock held by another thread",
        "MP401",
        fork="hangs",
        forkserver="taken",
        spawn="taken",
    ),
    told("pickling.plain", "dict as argument", fork="works", forkserver="works", spawn="works"),
    told(
        "building_blocks.queue",
        "Queue, there and back",
        fork="carries data",
        forkserver="carries data",
        spawn="carries data",
    ),
)

COSTS = [
    *timed(
        "startup.first_child",
        "first line",
        fork=(4.5e-3, 4.6e-3, 4.9e-3),
        forkserver=(86e-3, 87e-3, 91e-3),
        spawn=(70e-3, 71e-3, 75e-3),
    ),
    *timed(
        "startup.later_child",
        "first line",
        fork=(1.2e-3, 1.2e-3, 1.3e-3),
        forkserver=(11e-3, 10.9e-3, 12e-3),
        spawn=(33e-3, 34e-3, 35e-3),
    ),
]

LOST = [
    a_cell("inherited.numpy", "fork", "unavailable", "numpy is not installed"),
    a_cell("inherited.numpy", "spawn", "unavailable", "numpy is not installed"),
    a_cell("hazards.bomb", "fork", "crashed", "the parent was killed by SIGSEGV"),
    a_cell(
        "hazards.join",
        "spawn",
        "timed-out",
        "no end after 30 s",
        stderr_tail="Thread 0x1 (most recent call first):\n  File x.py",
    ),
    a_cell(
        "hazards.own",
        "spawn",
        "harness-error",
        "KeyError: 'x'",
        error="Traceback (most recent call last):\nKeyError: 'x'",
    ),
    a_cell("hazards.skipped", "fork", "skipped", "the run was interrupted"),
]

SURPRISE = Told(
    probe="inherited.cwd",
    label="current folder",
    observed={"fork": "the parent's", "forkserver": "the parent's", "spawn": "another"},
    expected={"spawn": "the parent's"},
    cause="MP101",
)

HOSTILE = "\x1b[31m<script>alert(1)</script>|`x`\u202eevil\x00\n# @you [a](http://b)"


def usual(system: str = "Linux", **changes: Any) -> Run:
    """Everything as expected."""
    cells = [
        cell if cell.method in SYSTEMS[system] else a_cell(cell.probe, cell.method, "unavailable", "not here")
        for cell in COSTS
    ]
    return a_run(*BEHAVIOURS, cells=cells, system=system, **changes)


def surprising() -> Run:
    """News, and every way of seeing nothing."""
    return a_run(*BEHAVIOURS, SURPRISE, cells=[*COSTS, *LOST])


def hostile() -> Run:
    """A file that wants to steer the terminal, or the page."""
    return a_run(
        told(
            "inherited.globals", HOSTILE, HOSTILE, fork=HOSTILE, spawn={"any of": 5}, forkserver=[[HOSTILE]]
        ),
        cells=[a_cell("x.y", "fork", "crashed", HOSTILE, error=HOSTILE, stderr_tail=HOSTILE)],
    )


def upgraded() -> list[Run]:
    """Three interpreters: some rows change, one method is missing, a probe crashed, figures differ."""
    handlers = [
        told("lifecycle.exit", "exit handler of the child", "MP112", fork=ran, forkserver=ran, spawn="runs")
        for ran in ("does not run", "runs")
    ]
    limits = [
        told("building_blocks.limits", "64 pipes waited for at once", "MP601", fork=end, spawn=end)
        for end in ("raises ValueError", "works")
    ]
    only = told("inherited.numpy", "numpy's random numbers", "MP106", fork="x", forkserver="x", spawn="x")
    first = a_run(
        *BEHAVIOURS, handlers[0], limits[0], only, cells=COSTS, environment=an_environment(version="3.9.18")
    )
    crashed = [a_cell("inherited.numpy", method, "crashed", "it died") for method in METHODS]
    faster = [replace_samples(cell, 0.5) for cell in COSTS]
    second = a_run(
        *BEHAVIOURS, handlers[1], limits[1], cells=[*faster, *crashed], environment=an_environment()
    )
    return [first, second, second]


def replace_samples(cell: Cell, factor: float) -> Cell:
    """The cell with its figures multiplied."""
    samples = tuple(
        replace(sample, values=tuple(value * factor for value in sample.values)) for sample in cell.samples
    )
    return replace(cell, samples=samples)
