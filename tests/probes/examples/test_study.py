"""What is recorded of a worked program, with real pools under every start method."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from mpdiag.cell.parent import Cell
from mpdiag.probes.examples.squares import find_setting, parallel, serial
from mpdiag.probes.examples.study import contents, study
from tests.cell.conftest import METHODS, Recorder

pytestmark = [pytest.mark.live, pytest.mark.timeout(60)]

NUMBERS = [1, 2, 3]
PER_ROUND = {
    "serial": 1,
    "parallel": 1,
    "speed-up": 1,
    "worker descriptors": 4,
    "worker modules": 4,
    "pickled preparation, number": 1,
    "pickled preparation, size": 1,
    "pickled process, number": 1,
    "pickled process, size": 1,
    "pickled message, number": 1,
    "pickled message, size": 1,
}


def record(method: str, rounds: int, parallel_form: Any) -> tuple[dict[str, object], Recorder]:
    channel = Recorder(rounds)
    cell = Cell(multiprocessing.get_context(method), "quick", channel)  # type: ignore[arg-type]
    return study(cell, "name", lambda: serial(NUMBERS), parallel_form, find_setting), channel


@pytest.mark.parametrize("method", METHODS)
def test_each_round_is_recorded_raw(method: str) -> None:
    observed, channel = record(method, 2, lambda ctx: parallel(ctx, NUMBERS))

    assert observed == {"name:result": "same as serial", "name:global": "initial value"}
    assert Counter(name for name, _, _ in channel.samples) == {
        **{name: 2 * count for name, count in PER_ROUND.items()},
        "first start-up": 4,
        "start-up": 4,
    }
    processes = {value for name, _, value in channel.samples if name == "pickled process, number"}
    assert processes == ({0} if method == "fork" else {4})
    assert all(value > 0 for _, unit, value in channel.samples if unit == "s")


@pytest.mark.parametrize("method", METHODS)
def test_workers_stand_still_while_they_are_looked_at(method: str) -> None:
    _, channel = record(method, 1, lambda ctx: parallel(ctx, NUMBERS))

    # The recorder has asserted that each was alive.
    assert [name for name, _ in channel.looks] == ["first line"] * 4
    assert len({pids["worker"] for _, pids in channel.looks} - {os.getpid()}) == 4


def test_what_is_timed_is_not_watched() -> None:
    contexts = []

    def parallel_form(ctx: Any) -> list[int]:
        contexts.append(type(ctx).__name__)
        return parallel(ctx, NUMBERS)

    record("spawn", 1, parallel_form)
    assert contexts == ["Watched", "SpawnContext"]


def test_a_wrong_result_is_seen() -> None:
    results = iter([[1, 4, 9], [1, 4, 9], [1, 4, 9], [1, 4, 8]])

    def parallel_form(ctx: Any) -> list[int]:
        parallel(ctx, NUMBERS)
        return next(results)

    observed, _ = record("spawn", 2, parallel_form)
    assert observed["name:result"] == "differs from serial or same as serial"


def test_contents_are_read_once(tmp_path: Path) -> None:
    path = tmp_path / "written"
    path.write_bytes(b"text")
    assert contents([str(path)]) == [b"text"]
    assert not path.exists()
