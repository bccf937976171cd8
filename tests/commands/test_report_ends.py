"""However a report is ended, nothing of it goes on running, and what was finished is kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from mpdiag.results import store
from tests.runner.worlds import assert_no_more_shared_memory, shared_memory

pytestmark = [pytest.mark.live, pytest.mark.timeout(120)]

SECONDS_TO_CLEAN_UP = 5.0
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short path: a longer one would not be used for sockets."""
    with tempfile.TemporaryDirectory(prefix="t-") as path:
        yield Path(path).resolve()


class Report:
    """A report that is at work: at least three of its cells have ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.result = folder / "run.json"
        self.journal = folder / "run.json.unfinished"
        for name in ("tmp", "cache"):
            (folder / name).mkdir()
        places = {"TMPDIR": str(folder / "tmp"), "TEMP": str(folder / "tmp"), "TMP": str(folder / "tmp")}
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "mpdiag",
                "report",
                "inherited",
                "building_blocks",
                f"--format=json={self.result}",
            ],
            env={**os.environ, **places, "XDG_CACHE_HOME": str(folder / "cache"), "PYTHONPATH": str(ROOT)},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        await_(lambda: self.journal.exists() and self.journal.read_bytes().count(b"\n") > 3, 60)

    def ours(self) -> list[int]:
        """Processes that run in our folder's temporary folder, other than the report itself."""
        found = []
        for process in psutil.process_iter():
            try:
                mine = process.environ().get("TMPDIR", "").startswith(str(self.folder))
                if mine and process.pid != self.process.pid and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process.pid)
            except (psutil.Error, OSError):
                continue
        return found

    def assert_nothing_left(self) -> None:
        await_(lambda: not self.ours(), SECONDS_TO_CLEAN_UP)
        await_(lambda: not list((self.folder / "tmp").iterdir()), SECONDS_TO_CLEAN_UP)


def await_(condition: Callable[[], bool], seconds: float) -> None:
    """Wait until it is true; what changes is in other processes, and nothing tells of it."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"not within {seconds} s"
        time.sleep(0.05)


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_what_was_finished_is_kept_and_shown(folder: Path, name: str) -> None:
    if not hasattr(signal, "SIGHUP"):
        pytest.skip("there are no such signals to send here")
    before = shared_memory()
    report = Report(folder)

    os.kill(report.process.pid, getattr(signal, name))
    _, complaint = report.process.communicate(timeout=30)

    assert report.process.returncode == 130
    assert b"interrupted; what was finished is shown" in complaint
    (run,) = store.read(report.result)
    assert run.interrupted and len(run.cells) >= 3
    assert not report.journal.exists()
    report.assert_nothing_left()
    assert_no_more_shared_memory(before)


def test_a_second_ctrl_c_does_not_disturb_the_cleaning_up(folder: Path) -> None:
    if not hasattr(signal, "SIGHUP"):
        pytest.skip("Ctrl-C cannot be sent to one process here")
    report = Report(folder)

    for _ in range(3):
        os.kill(report.process.pid, signal.SIGINT)
        time.sleep(0.05)
    report.process.communicate(timeout=30)

    assert report.process.returncode == 130
    assert store.read(report.result)[0].interrupted
    report.assert_nothing_left()


def test_a_killed_report_leaves_nothing_running_and_its_finished_cells(folder: Path) -> None:
    before = shared_memory()
    report = Report(folder)

    report.process.kill()
    report.process.wait(10)

    report.assert_nothing_left()
    (run,) = store.read(report.journal)
    assert run.interrupted and len(run.cells) >= 3
    assert_no_more_shared_memory(before)
    report.process.communicate()
