"""A child's start while the parent holds a lot of memory.

Programs that load their data first and start workers afterwards: fork copies the page tables of all of
it, and tears them down again when the child ends. Measured with ordinary small pages, also where the
system would give huge ones, with which a fork costs next to nothing.
"""

from mpdiag.cell.timing import MAIN as MAIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mmap import mmap
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP504"
REVISION = 1
QUICK = False
SCHEDULE = "timed"
BUDGET = {"quick": 0.35, "default": 2.2, "rigorous": 15.0}
KEY = ("first line, 0 MB", "first line, 100 MB")
ROWS = {"startup.relative-cost:parent-memory": "work of a start, parent far larger"}

MEGABYTES = {"quick": (0, 100), "default": (0, 100, 400), "rigorous": (0, 100, 400, 1000)}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    forks = method == "fork" or (method == "spawn" and not features.launches_without_copying)
    value: "object" = "more" if forks else "the same"
    if not features.fine_processor_time:
        value = None
    if forks and features.macos:
        value = ("more", "the same")  # its fork copies the map of the memory, not a table of pages
    return {"startup.relative-cost:parent-memory": value}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import time

    from mpdiag.cell.timing import Stopwatch

    stopwatch = Stopwatch(ctx)
    stopwatch.warm_up()
    best: "dict[int, float]" = {}  # our processor's time: what a busy machine does not change
    for _ in cell.rounds():
        held: "list[mmap]" = []  # let go after each round: the other methods' cells are alive meanwhile
        size = 0
        for megabytes in MEGABYTES[cell.effort]:
            held.append(_touched(megabytes - size))
            size = megabytes
            cpu = -time.process_time()
            returned, first, joined = stopwatch.time()
            cpu += time.process_time()
            cell.sample("start() returns, %d MB" % megabytes, "s", returned)
            cell.sample("first line, %d MB" % megabytes, "s", first)
            cell.sample("start to join, %d MB" % megabytes, "s", joined)
            best[megabytes] = min(cpu, best.get(megabytes, cpu))
        for block in held:
            block.close()
    if not best or not hasattr(time, "clock_gettime"):
        return {}  # Windows' clock for this ticks every 15.6 ms, and a start is work for less
    # With 100 MB fork takes about 6 times as much, spawn before 3.10 3 times; with more, more.
    slower = best[max(best)] > 1.7 * best[0]
    return {"startup.relative-cost:parent-memory": "more" if slower else "the same"}


def _touched(megabytes: int) -> "mmap":
    """Private memory, each page of it written once."""
    import mmap

    size = max(megabytes << 20, mmap.PAGESIZE)
    if hasattr(mmap, "MAP_PRIVATE"):
        block = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    else:
        block = mmap.mmap(-1, size)
    if hasattr(mmap, "MADV_NOHUGEPAGE"):
        block.madvise(mmap.MADV_NOHUGEPAGE)
    block[:: mmap.PAGESIZE] = b"x" * (size // mmap.PAGESIZE)
    return block
