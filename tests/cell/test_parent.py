"""The parent's side of a cell, with real children under every start method of this system."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import time
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import IO, Any

import psutil
import pytest

from mpdiag.cell.parent import Cell, ChildFailed
from tests.cell import children
from tests.cell.conftest import METHODS, Recorder

pytestmark = [pytest.mark.live, pytest.mark.timeout(60)]

ROOT = Path(__file__).parents[2]
CRASH = "dies: killed by SIGABRT" if hasattr(os, "fork") else "dies: exit code 3"


def test_start_returns_the_childs_value(cell: Cell) -> None:
    assert cell.start(children.double, 21) == 42


def test_start_raises_what_went_wrong_in_the_child(cell: Cell) -> None:
    with pytest.raises(ChildFailed, match=r"^raises LookupError in the child$"):
        cell.start(children.fail)


def test_start_lets_errors_of_start_through(ctx: BaseContext, cell: Cell) -> None:
    if cell.method == "fork":
        pytest.skip("fork pickles nothing")
    with open(os.devnull) as file, pytest.raises(TypeError):
        cell.start(children.double, file)


def test_the_child_of_a_failed_start_takes_nothing_from_the_next(cell: Cell) -> None:
    with open(os.devnull) as file:
        for number in range(5):
            cell.attempt(children.double, file)
            assert cell.start(children.double, number) == 2 * number


@pytest.mark.parametrize(
    ("function", "args", "words"),
    [
        (children.double, (21,), 42),
        (children.fail, (), "raises LookupError in the child"),
        (children.die, (3,), "dies: exit code 3"),
        (children.leave, (5,), "dies: exit code 5"),
        (children.abort, (), CRASH),
    ],
)
def test_attempt_puts_failures_into_words(
    cell: Cell, function: Any, args: tuple[object, ...], words: object
) -> None:
    assert cell.attempt(function, *args) == words


def test_attempt_tells_failures_of_start_apart(cell: Cell) -> None:
    with open(os.devnull) as file:
        outcome = cell.attempt(children.double, file)
    where = "the child" if cell.method == "fork" else "start()"
    assert outcome == "raises TypeError in " + where


def test_attempt_ends_a_child_that_hangs(cell: Cell) -> None:
    begun = time.monotonic()
    assert cell.attempt(children.hang, patience=0.5) == "hangs"
    assert time.monotonic() - begun < 10


def test_an_answer_that_does_not_pickle_counts_as_a_death(cell: Cell) -> None:
    assert cell.attempt(children.unpicklable) == "dies: exit code 1"


def test_steps_stop_at_each_yield(cell: Cell) -> None:
    with cell.steps(children.count_to, 3) as steps:
        assert list(steps) == [1, 2, 3]
    assert steps.process.exitcode == 0


def test_steps_may_be_left_early(cell: Cell) -> None:
    with cell.steps(children.count_to, 3) as steps:
        assert next(steps) == 1
        assert psutil.pid_exists(steps.pid)
    assert steps.process.exitcode == 0


def test_steps_may_be_left_before_the_first(cell: Cell) -> None:
    with cell.steps(children.count_to, 3) as steps:
        pass
    assert not psutil.pid_exists(steps.pid)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (children.pid_then_failure, "raises LookupError in the child"),
        (children.pid_then_death, "dies: exit code 3"),
    ],
)
def test_steps_tell_how_a_child_fails(cell: Cell, function: Any, words: str) -> None:
    with cell.steps(function) as steps:
        assert next(steps) == steps.pid
        with pytest.raises(ChildFailed, match=f"^{words}$"):
            next(steps)
    assert not psutil.pid_exists(steps.pid)


def test_steps_end_a_child_that_hangs(cell: Cell) -> None:
    with cell.steps(children.pid_then_hang) as steps:
        next(steps)
        steps._patience = 0.5
        with pytest.raises(ChildFailed, match=r"^hangs$"):
            next(steps)
    assert not psutil.pid_exists(steps.pid)


def test_look_names_the_parent_and_the_given_processes(cell: Cell, channel: Recorder) -> None:
    with cell.steps(children.count_to, 1) as steps:
        next(steps)
        cell.look("at rest", child=steps, same=steps.process, number=steps.pid)
    pid = steps.pid
    assert channel.looks == [
        ("at rest", {"parent": os.getpid(), "child": pid, "same": pid, "number": pid}),
    ]


def test_rounds_go_on_as_long_as_the_supervisor_grants_them(cell: Cell, channel: Recorder) -> None:
    channel.rounds = 3
    for number in cell.rounds():
        cell.sample("time", "s", number, number + 0.5)
    assert channel.samples == [("time", "s", value) for value in (0, 0.5, 1, 1.5, 2, 2.5)]


def test_observe_reports_at_once(cell: Cell, channel: Recorder) -> None:
    cell.observe("subject.name", "works")
    assert channel.sent == [{"observed": {"subject.name": "works"}}]


# A whole cell, as a person and as the supervisor start it. The main file makes the folder's
# modules probes; children run it again and find the same.
MAIN = """
import mpdiag.probes
mpdiag.probes.__path__.append({folder!r})

if __name__ == "__main__":
    from mpdiag.cell.parent import main
    main()
"""
PROBE = """
from mpdiag.cell.parent import Unavailable

def parent(ctx, cell):
    print("a user's program prints")
    cell.observe("first", cell.effort)
    with cell.steps(stand_still) as child:
        next(child)
        cell.look("at rest", child=child)
    for number in cell.rounds():
        cell.sample("time", "s", number / 2)
    if cell.effort == "quick":
        raise Unavailable("nothing to see")
    if cell.effort == "rigorous":
        raise LookupError("on purpose")
    return {"second": cell.start(double, 21)}

def stand_still():
    yield

def double(number):
    print("so does its child")
    return 2 * number
"""


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    (tmp_path / "main.py").write_text(MAIN.format(folder=str(tmp_path)))
    (tmp_path / "sample_probe.py").write_text(PROBE)
    return [sys.executable, "main.py", "sample_probe"]


def start(command: list[str], *args: str, folder: Path) -> subprocess.Popen[bytes]:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    return subprocess.Popen(
        [*command, *args],
        bufsize=0,
        cwd=folder,
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("method", METHODS)
def test_alone_a_cell_prints_one_json_object(method: str, command: list[str], tmp_path: Path) -> None:
    out, err = start(command, method, folder=tmp_path).communicate(timeout=50)
    record = json.loads(out)
    assert record["observations"] == {"first": "default", "second": 42}
    assert record["samples"] == [["time", "s", 0.0], ["time", "s", 0.5], ["time", "s", 1.0]]
    assert [name for name, pids in record["looks"]] == ["at rest"]
    assert record["end"] == "observed"
    assert b"a user's program prints" in err
    assert b"so does its child" in err


def test_a_cell_says_why_it_is_unavailable(command: list[str], tmp_path: Path) -> None:
    out, _ = start(command, "spawn", "quick", folder=tmp_path).communicate(timeout=50)
    record = json.loads(out)
    assert (record["end"], record["reason"]) == ("unavailable", "nothing to see")


def test_an_error_of_the_probe_is_a_harness_error(command: list[str], tmp_path: Path) -> None:
    out, _ = start(command, "spawn", "rigorous", folder=tmp_path).communicate(timeout=50)
    record = json.loads(out)
    assert (record["end"], record["reason"]) == ("harness-error", "LookupError: on purpose")
    assert "sample_probe.py" in record["traceback"]


@pytest.mark.parametrize("method", METHODS)
def test_a_supervised_cell_talks_in_lines(method: str, command: list[str], tmp_path: Path) -> None:
    process = start(command, method, "--supervised", folder=tmp_path)
    with process:
        reports, orders = _pipes(process)
        assert _next(reports) == {"observed": {"first": "default"}}
        look = _next(reports)
        assert look["look"] == "at rest"
        assert look["pids"]["parent"] == process.pid
        assert psutil.pid_exists(look["pids"]["child"])
        orders.write(b"g")
        assert _next(reports) == {"round": True}
        orders.write(b"g")
        assert _next(reports) == {"round": True, "samples": [("time", "s", 0.0)]}
        orders.write(b"s")
        assert _next(reports) == {"observed": {"second": 42}}
        assert _next(reports) == {"end": "observed"}
        assert reports.read() == b""


def test_a_cell_ends_when_its_supervisor_is_gone(command: list[str], tmp_path: Path) -> None:
    process = start(command, "spawn", "--supervised", folder=tmp_path)
    with process:
        reports, orders = _pipes(process)
        assert _next(reports) == {"observed": {"first": "default"}}
        orders.close()
        assert process.wait(20) == 70


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin
    assert process.stdout
    return process.stdout, process.stdin


def _next(reports: IO[bytes]) -> Any:
    return ast.literal_eval(reports.readline().decode())
