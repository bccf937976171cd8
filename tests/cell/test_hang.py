"""What tells a hang from work, with real children under every start method of this system."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from mpdiag.cell import hang
from mpdiag.cell.parent import Cell
from tests.cell import children
from tests.cell.conftest import Recorder

pytestmark = [pytest.mark.live, pytest.mark.timeout(60)]


@pytest.mark.parametrize(
    ("function", "args", "words"),
    [
        (children.double, (21,), 42),
        (children.nothing, (), "works"),
        (children.die, (3,), "dies: exit code 3"),
        (children.hang, (), "hangs"),
    ],
)
def test_run_tells_what_becomes_of_a_child(
    cell: Cell, function: Any, args: tuple[object, ...], words: object
) -> None:
    assert hang.run(cell, "subject.name", function, *args) == words


def test_a_child_that_hangs_is_shown_and_ended(cell: Cell, channel: Recorder) -> None:
    child = hang.Child(cell, children.hang)

    assert hang.outcome(cell, "subject.name", child.ended, child=child) == "hangs"

    assert channel.stood == [("subject.name", {"parent": os.getpid(), "child": child.pid})]
    child.process.join(10)
    assert child.process.exitcode


@pytest.mark.skipif(not hang._tells_who_sleeps(), reason="this system does not tell who sleeps")
def test_work_is_no_hang_however_long_it_takes(cell: Cell, channel: Recorder) -> None:
    assert hang.run(cell, "subject.name", children.compute, 1.5) == "works"
    assert channel.stood == []


def test_what_a_call_raises_is_told(cell: Cell) -> None:
    assert hang.outcome(cell, "subject.name", lambda: int("x")) == "raises ValueError"


def test_a_call_that_waits_for_ever_hangs(cell: Cell, channel: Recorder) -> None:
    never = threading.Event()

    assert hang.outcome(cell, "subject.name", never.wait) == "hangs"

    assert channel.stood == [("subject.name", {"parent": os.getpid()})]
    never.set()


def test_while_somebody_works_a_call_has_its_limit(cell: Cell) -> None:
    never, stop = threading.Event(), threading.Event()
    busy = threading.Thread(target=children.compute_until, args=(stop.is_set,))
    busy.start()
    try:
        begun = time.monotonic()
        assert hang.outcome(cell, "subject.name", never.wait, 1.0) == "hangs"
        assert 0.9 < time.monotonic() - begun < 20
    finally:
        stop.set()
        never.set()
        busy.join()


def test_without_signals_an_armed_process_shows_its_stacks_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = """
import os
if hasattr(os, "killpg"):
    del os.killpg
from mpdiag.cell.hang import arm
arm()
def where_it_stands():
    input()
where_it_stands()
"""
    process = subprocess.Popen(
        [sys.executable, "-c", source],
        stdin=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    with process:
        file = tmp_path / f"stacks-{process.pid}"
        deadline = time.monotonic() + 30
        while not (file.exists() and "<module>" in file.read_text()) and time.monotonic() < deadline:
            time.sleep(0.05)
        pids = {"parent": os.getpid(), "child": process.pid}
        told = hang.told_by_armed(pids)
        hang.end(pids)
    assert list(told) == ["child"]
    assert "in where_it_stands" in told["child"]
    assert process.returncode != 0
