"""How fast a Pool takes a task and returns its result, once its worker runs.

The latency is that of a task with an argument of 100 bytes, the throughput that of a megabyte.
"""

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Callable

    from mpdiag.cell.parent import Cell

CAUSE = "MP507"
REVISION = 1
SCHEDULE = "timed"
BUDGET = {"quick": 0.15, "default": 0.8, "rigorous": 6.0}
ROWS: "dict[str, str]" = {}
EXPECTATION: "dict[str, dict[str, object]]" = {}

SMALL = bytes(100)
LARGE = bytes(2**20)
TASKS = 15


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """One worker, so that tasks do not wait for each other."""
    with ctx.Pool(1) as pool:
        measure(cell, lambda payload: pool.apply(len, (payload,)))


def measure(cell: "Cell", run: "Callable[[bytes], int]") -> None:
    """Sample the latency and throughput of `run`, which lets a worker return the length of its argument."""
    run(LARGE)  # the first task waits for the worker to start
    for _ in cell.rounds():
        trips = sorted(_time(run, SMALL) for _ in range(TASKS))
        cell.sample("latency", "s", trips[TASKS // 2])
        cell.sample("throughput", "byte/s", len(LARGE) / _time(run, LARGE))


def _time(run: "Callable[[bytes], int]", payload: bytes) -> float:
    begun = time.perf_counter()
    size = run(payload)
    seconds = time.perf_counter() - begun
    if size != len(payload):
        raise RuntimeError("%d bytes of %d arrived" % (size, len(payload)))
    return seconds
