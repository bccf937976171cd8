"""Windows: RSS is the working set, USS its private part. Blocks go with their last handle."""

from __future__ import annotations

from mpdiag.runner.measure import portable
from mpdiag.runner.measure.answer import Answer

_MISSING = {"pss": "Windows does not tell it", "private": "only Linux tells it"}


def memory(pid: int) -> dict[str, Answer]:
    return portable.memory(pid, _MISSING)


def shared_files(pid: int) -> list[str]:
    return []


def transparent_hugepages() -> str | None:
    return None
