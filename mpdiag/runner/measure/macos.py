"""macOS, and any other Unix: what psutil tells."""

from __future__ import annotations

from mpdiag.runner.measure import portable
from mpdiag.runner.measure.answer import Answer

_MISSING = {"pss": "only Linux tells it", "private": "only Linux tells it"}


def memory(pid: int) -> dict[str, Answer]:
    return portable.memory(pid, _MISSING)


def shared_files(pid: int) -> list[str]:
    return []  # POSIX shared memory has no files here


def transparent_hugepages() -> str | None:
    return None
