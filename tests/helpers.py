"""Worlds from little: runs as `mpdiag report` would have found them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mpdiag.explain import match
from mpdiag.results.model import (
    METHODS,
    Cell,
    Conditions,
    Environment,
    Limits,
    Multiprocessing,
    Options,
    Outcome,
    Platform,
    Python,
    Row,
    Run,
    Sample,
    StartMethod,
    Tool,
)
from mpdiag.results.store import SCHEMA_VERSION

SYSTEMS: Mapping[str, tuple[StartMethod, ...]] = {"Linux": METHODS, "Darwin": METHODS, "Windows": ("spawn",)}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One behaviour: its probe, what is observed under each method, and what was expected instead."""

    probe: str
    label: str
    observed: Mapping[StartMethod, Any]
    cause: str | None = None
    expected: Mapping[StartMethod, Any] = field(default_factory=dict)
    elsewhere: Mapping[str, Any] = field(default_factory=dict)


def told(probe: str, label: str, cause: str | None = None, **observed: Any) -> Told:
    """A behaviour that was seen as expected: `told("inherited.globals", "global", fork="changed", ...)`."""
    elsewhere = {"Linux 3.13": observed.get("fork"), "Linux 3.14": observed.get("forkserver")}
    return Told(probe=probe, label=label, cause=cause, observed=observed, elsewhere=elsewhere)  # type: ignore[arg-type]


def timed(
    probe: str, name: str, unit: str = "s", metric: str | None = None, **values: Sequence[float]
) -> list[Cell]:
    """A cell for each method, with one sample."""
    return [
        a_cell(probe, method, samples=(Sample(name=name, unit=unit, metric=metric, values=tuple(found)),))  # type: ignore[arg-type]
        for method, found in values.items()
    ]


def a_cell(
    probe: str, method: str, outcome: Outcome = "observed", reason: str | None = None, **changes: Any
) -> Cell:
    """One cell."""
    fields: dict[str, Any] = {
        "id": f"{probe}/{method}",
        "probe": probe,
        "revision": 1,
        "method": method,
        "outcome": outcome,
        "reason": reason,
        "duration_s": 0.125,
    }
    return Cell(**fields | changes)


def an_environment(system: str = "Linux", version: str = "3.13.0", **changes: Any) -> Environment:
    """A machine with two cores."""
    available = SYSTEMS[system]
    fields: dict[str, Any] = {
        "python": Python(
            implementation="cpython",
            version=version,
            gil=True,
            frozen=False,
            modules_at_start=33,
            startup_hooks=0,
        ),
        "platform": Platform(system=system, release="6.18", machine="x86_64"),
        "multiprocessing": Multiprocessing(default=available[0], available=available, semaphores=True),
        "limits": Limits(open_files=1024, cpus_usable=2),
        "conditions": Conditions(load_1min=0.4, clock_resolution_s=1e-9),
        "psutil": "7.1.0",
    }
    return Environment(**fields | changes)


def a_run(*behaviours: Told, cells: Sequence[Cell] = (), system: str = "Linux", **changes: Any) -> Run:
    """A run that saw these behaviours, and ended with these cells besides."""
    environment = changes.pop("environment", None) or an_environment(system)
    here = environment.multiprocessing.available
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for behaviour in behaviours:
        for method in METHODS:
            cell = found.setdefault((behaviour.probe, method), {"observations": {}, "expected": {}})
            if method in here and method in behaviour.observed:
                value = behaviour.observed[method]
                cell["observations"][_id(behaviour)] = value
                cell["expected"][_id(behaviour)] = behaviour.expected.get(method, value)
    made = [_judged(probe, method, cell) for (probe, method), cell in found.items() if cell["observations"]]
    made += [
        a_cell(probe, method, "unavailable", f"there is no {method} here")
        for probe, method in found
        if method not in here
    ]
    rows = tuple(
        Row(id=_id(one), probe=one.probe, label=one.label, cause=one.cause, elsewhere=dict(one.elsewhere))
        for one in behaviours
    )
    fields: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "tool": Tool(name="mpdiag", version="0.1.0"),
        "started": "2031-05-04T09:12:44Z",
        "duration_s": 38.2,
        "observed_share": 0.91,
        "options": Options(methods=METHODS, probes=(), effort="default"),
        "environment": environment,
        "cells": (*made, *cells),
        "rows": rows,
        "causes": match.causes_seen(made, rows),
        "yardstick": (0.0120, 0.0122, 0.0124, 0.0125, 0.0126),
    }
    return Run(**fields | changes)


def _id(behaviour: Told) -> str:
    return f"{behaviour.probe}:{behaviour.label}"


def _judged(probe: str, method: str, found: dict[str, Any]) -> Cell:
    surprising = found["observations"] != found["expected"]
    return a_cell(probe, method, verdict="surprise" if surprising else "as-expected", **found)
