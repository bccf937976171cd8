"""What a process's memory consists of, where the system tells it to plain Python.

For the observations that a cell has to judge itself; the figures in tables are read by the
supervisor. The parent reads its children from outside, so that reading costs them nothing.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional

    Counters = dict[str, int]

MEGABYTES = {"quick": 16, "default": 100, "rigorous": 200}
"""How much data a probe puts into memory, by effort."""


def counters(pid: "Optional[int]" = None) -> "Optional[Counters]":
    """Bytes of this or that process: `rss`, `pss`, `private`; None where the system has no smaps_rollup."""
    # Windows programs under Wine see the /proc of the Linux below, which knows them by other numbers.
    if not (hasattr(os, "fork") and os.path.exists("/proc/self/smaps_rollup")):
        return None
    kilobytes = {}
    with open("/proc/%s/smaps_rollup" % (pid or "self")) as file:
        for line in file.readlines()[1:]:
            name, value = line.split(":")
            kilobytes[name] = int(value.split()[0])
    return {
        "rss": kilobytes["Rss"] << 10,
        "pss": kilobytes["Pss"] << 10,
        "private": (kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]) << 10,
    }


def peak(pid: "Optional[int]" = None) -> int:
    """The most that a process had resident, in bytes. Only where there are `counters`."""
    with open("/proc/%s/status" % (pid or "self")) as file:
        return next(int(line.split()[1]) << 10 for line in file if line.startswith("VmHWM"))


def sharing(before: "Optional[Counters]", after: "Optional[Counters]", size: int) -> "Optional[str]":
    """Whether inherited data of this size has become private in between; None where that is not told."""
    if before is None or after is None:
        return None
    share = (after["private"] - before["private"]) / size
    return "copied" if share > 0.6 else "stays shared" if share < 0.2 else "copied in part"


def has_room(size: int) -> bool:
    """Whether /dev/shm, where Linux keeps shared memory, has so much room: who writes beyond dies of SIGBUS.

    Containers often give it 64 MB. Elsewhere nothing tells how much there is.
    """
    if not (hasattr(os, "statvfs") and os.path.isdir("/dev/shm")):
        return True
    room = os.statvfs("/dev/shm")
    return room.f_bavail * room.f_frsize >= size
