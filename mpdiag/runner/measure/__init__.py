"""The questions that we ask of a process from outside; one file per system has the answers.

An answer is a number, or an `Unavailable` that says why there is none. Each file offers:

* `memory(pid)`: bytes by metric. `rss` resident; `pss` divided among its sharers; `uss` private,
  what ending this process would free; `private` private dirty, its own cost whoever its
  neighbours are (`/proc/PID/smaps_rollup`).
* `shared_files(pid)`: paths of shared memory blocks and semaphores that the process has mapped.
* `transparent_hugepages()`: the system's setting, which decides what a fork costs.
"""

from __future__ import annotations

import platform
from typing import Protocol

from mpdiag.runner.measure.answer import Answer, Unavailable

METRICS = ("uss", "pss", "rss", "private")


class Measures(Protocol):
    """What each system's file offers."""

    def memory(self, pid: int) -> dict[str, Answer]:
        """Bytes by metric of METRICS."""

    def shared_files(self, pid: int) -> list[str]:
        """Paths below /dev/shm that the process has mapped."""

    def transparent_hugepages(self) -> str | None:
        """Such as "madvise"; None where the system has no such setting."""


def _here() -> Measures:
    system = platform.system()
    if system == "Linux":
        from mpdiag.runner.measure import linux

        return linux
    if system == "Windows":
        from mpdiag.runner.measure import windows

        return windows
    from mpdiag.runner.measure import macos

    return macos


_measures = _here()
memory = _measures.memory
shared_files = _measures.shared_files
transparent_hugepages = _measures.transparent_hugepages

__all__ = ["METRICS", "Answer", "Unavailable", "memory", "shared_files", "transparent_hugepages"]
