"""Makes processes print the stacks of all their threads, one process after the other.

All are stopped first. So their texts do not mix, and none does anything more because another is gone.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

import psutil

from mpdiag.runner.processes import is_tracker

AVAILABLE = hasattr(os, "killpg")
"""Whether a signal can ask for the stacks. Elsewhere a process has to print them by itself, in time."""

SECONDS_TO_PRINT = 3.0
"""For all processes together."""


def dump(processes: Sequence[psutil.Process]) -> Iterator[psutil.Process]:
    """Have each process print its stacks to its stderr and die; give each when it has.

    They need faulthandler enabled for SIGABRT, as PYTHONFAULTHANDLER=1 does. Resource trackers are spared:
    they still have to remove what the others leave.
    """
    processes = [process for process in processes if not is_tracker(process)]
    until = time.monotonic() + SECONDS_TO_PRINT
    _send(processes, "SIGSTOP")
    for process in processes:
        # The handler runs as soon as it goes on, before anything else in that process.
        _send([process], "SIGABRT", "SIGCONT")
        while _has_not_ended(process) and time.monotonic() < until:
            time.sleep(0.005)
        yield process


def families(pids: Mapping[str, int]) -> dict[psutil.Process, str]:
    """These processes by their roles, and those that they have started."""
    found: dict[psutil.Process, str] = {}
    for role, pid in pids.items():
        with suppress(psutil.Error, OSError):  # it has ended
            process = psutil.Process(pid)
            found[process] = role
            for number, descendant in enumerate(process.children(recursive=True), 1):
                found.setdefault(descendant, f"{role}'s child {number}")
    return found


def _send(processes: Iterable[psutil.Process], *names: str) -> None:
    for process in processes:
        for name in names:
            with suppress(psutil.Error, OSError):  # it has ended
                process.send_signal(getattr(signal, name))


def _has_not_ended(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, OSError):
        return False
