"""What mpdiag itself costs: its start, its memory, and the time of a whole report.

Needs a quiet machine with two cores; `python -m pytest -s` shows the figures.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from mpdiag.results import store

ROUNDS = 20
MEGABYTES = 60


def seconds(*command: str) -> float:
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def test_the_version_is_told_within_two_bare_starts() -> None:
    told, bare = [], []
    for _ in range(ROUNDS):
        bare.append(seconds(sys.executable, "-c", "pass"))
        told.append(seconds(sys.executable, "-m", "mpdiag", "--version"))
    ratio = min(told) / min(bare)
    print(f"mpdiag --version: {ratio:.2f} times python -c pass")
    assert ratio < 2


@pytest.mark.parametrize(("effort", "limit"), [("--quick", 30.0), ("", 90.0), ("--rigorous", 600.0)])
def test_a_whole_report_is_mostly_observed_processes(effort: str, limit: float, tmp_path: Path) -> None:
    result = tmp_path / "run.json"
    command = [
        sys.executable,
        "-m",
        "mpdiag",
        "report",
        "-q",
        f"--format=json={result}",
        *filter(None, [effort]),
    ]
    with subprocess.Popen(command, env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)}) as process:
        largest = 0
        supervisor = psutil.Process(process.pid)
        while process.poll() is None:
            try:
                largest = max(largest, supervisor.memory_info().rss)
            except psutil.NoSuchProcess:
                break
            time.sleep(0.2)
    (run,) = store.read(result)
    print(
        f"{effort or 'default'}: {run.duration_s:.1f} s, {run.observed_share:.0%} of it observed processes, "
        f"supervisor {largest >> 20} MB"
    )
    assert process.returncode == 0
    assert run.observed_share > 0.7
    assert largest < MEGABYTES << 20
    assert run.duration_s < limit
