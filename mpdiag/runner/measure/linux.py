"""Linux: `/proc/PID/smaps_rollup`, read once, so that all metrics are of the same moment."""

from __future__ import annotations

import re

from mpdiag.runner.measure import portable
from mpdiag.runner.measure.answer import Answer


def memory(pid: int) -> dict[str, Answer]:
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            # "Pss:                4711 kB"; the first line is the address range.
            bytes_of = {
                name: int(amount) * 1024
                for name, amount in re.findall(r"^(\w+):\s+(\d+) kB$", file.read(), re.MULTILINE)
            }
        return {
            "uss": bytes_of["Private_Clean"] + bytes_of["Private_Dirty"],
            "pss": bytes_of["Pss"],
            "rss": bytes_of["Rss"],
            "private": bytes_of["Private_Dirty"],
        }
    except (OSError, KeyError) as error:
        # Before Linux 4.14, in some sandboxes, or after the process has ended.
        return portable.memory(pid, {"private": portable.reason_of(error)})


def shared_files(pid: int) -> list[str]:
    try:
        with open(f"/proc/{pid}/maps", encoding="utf-8", errors="replace") as file:
            return sorted(set(re.findall(r" (/dev/shm/\S+)$", file.read(), re.MULTILINE)))
    except OSError:
        return []


def transparent_hugepages() -> str | None:
    try:
        with open("/sys/kernel/mm/transparent_hugepage/enabled", encoding="ascii") as file:
            chosen = re.search(r"\[(\w+)\]", file.read())
    except OSError:
        return None
    return chosen.group(1) if chosen else None
