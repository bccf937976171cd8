"""Exit codes in words."""

from __future__ import annotations

import signal

import pytest

from mpdiag.cell.endings import ending, signal_name


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (None, "still running"),
        (0, "exit code 0"),
        (1, "exit code 1"),
        (255, "exit code 255"),
        (-int(signal.SIGTERM), "killed by SIGTERM"),
        (-99, "killed by signal 99"),
        (0xC0000005, "crashed: access violation"),
        (0xC00000FD, "crashed: stack overflow"),
        (0xC000013A, "crashed: Ctrl-C"),
        (4294967295, "exit code 4294967295"),
    ],
)
def test_every_ending_has_its_words(code: int | None, words: str) -> None:
    assert ending(code) == words


def test_signals_are_named_as_python_names_them() -> None:
    assert signal_name(signal.SIGINT) == "SIGINT"
