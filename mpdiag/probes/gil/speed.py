"""Two threads and two processes, by what their work does with the GIL.

Whoever wants to compute on several processors has to choose. The workers run already: what their start
costs is another matter. Two tasks are done one after the other, by two threads, and by two processes.
"""

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Callable

    from mpdiag.cell.parent import Cell

CAUSE = "MP509"
REVISION = 1
SCHEDULE = "timed"
QUICK = False
BUDGET = {"quick": 0.3, "default": 0.8, "rigorous": 15.0}
ROWS: "dict[str, str]" = {}
EXPECTATION: "dict[str, dict[str, object]]" = {}
KEY = (
    "Python, processes speed-up",
    "C releasing, processes speed-up",
    "C holding, processes speed-up",
)

WORK = {"quick": 10, "default": 16, "rigorous": 40}
"""Milliseconds for one task: several switch intervals, of which a thread may have to wait for one."""


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    from multiprocessing.pool import ThreadPool

    from mpdiag.cell.parent import Unavailable
    from mpdiag.cell.workers import ready_pool, usable_cores
    from mpdiag.probes.gil.work import KINDS, pure_python, require

    require()
    if usable_cores() < 2:
        raise Unavailable("only one processor may be used here: two workers cannot be faster than one")
    tasks = [WORK[cell.effort]] * 2
    with ready_pool(ctx, 2, pure_python) as processes, ThreadPool(2) as threads:
        for _ in cell.rounds():
            for kind, work in KINDS.items():
                serial = _time(lambda: [work(task) for task in tasks])
                cell.sample(kind + ", serial", "s", serial)
                for name, workers in (("threads", threads), ("processes", processes)):
                    seconds = _time(lambda: workers.map(work, tasks, 1))
                    cell.sample("%s, %s" % (kind, name), "s", seconds)
                    cell.sample("%s, %s speed-up" % (kind, name), "1", serial / seconds)


def _time(work: "Callable[[], object]") -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
