"""Memory is read from outside; what nobody can tell is a reason, never a zero."""

from __future__ import annotations

import os
import subprocess
import sys

import psutil
import pytest

from mpdiag.runner import measure
from mpdiag.runner.measure import Unavailable, portable

pytestmark = [pytest.mark.live, pytest.mark.timeout(60)]


def test_every_metric_is_a_number_or_a_reason() -> None:
    answers = measure.memory(os.getpid())
    assert answers.keys() == set(measure.METRICS)
    for answer in answers.values():
        assert answer.reason if isinstance(answer, Unavailable) else answer > 1 << 20


def test_memory_that_is_touched_shows() -> None:
    program = (
        "import sys; kept = bytearray(b'x' * (int(sys.argv[1]) << 20)); print(flush=True); sys.stdin.read()"
    )
    found = []
    for size in ("0", "50"):
        with subprocess.Popen(
            [sys.executable, "-c", program, size], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout
            process.stdout.readline()
            found.append(measure.memory(process.pid))
            process.communicate()
    small, large = found
    for metric in measure.METRICS:
        before, after = small[metric], large[metric]
        if isinstance(before, int) and isinstance(after, int):
            assert after - before == pytest.approx(50 << 20, rel=0.1)


def test_a_process_that_has_ended_has_no_memory_and_says_so() -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as process:
        pass
    answers = measure.memory(process.pid)
    assert {answer.reason for answer in answers.values() if isinstance(answer, Unavailable)} == {
        "the process has ended"
    }
    assert len(answers) == len(measure.METRICS)


def test_what_psutil_may_not_see_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_: psutil.Process) -> None:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil.Process, "memory_full_info", denied)
    answers = portable.memory(os.getpid(), {"private": "only Linux tells it"})
    assert isinstance(answers["rss"], int)
    assert answers["uss"] == Unavailable("access denied")
    assert answers["private"] == Unavailable("only Linux tells it")

    monkeypatch.setattr(psutil.Process, "memory_info", denied)
    assert set(portable.memory(os.getpid(), {}).values()) == {Unavailable("access denied")}


def test_psutil_that_fails_oddly_is_unavailable_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: psutil.Process) -> None:
        raise OSError(87, "the parameter is incorrect")  # as under Wine

    monkeypatch.setattr(psutil.Process, "memory_full_info", broken)
    answer = portable.memory(os.getpid(), {})["uss"]
    assert isinstance(answer, Unavailable)
    assert "the parameter is incorrect" in answer.reason
