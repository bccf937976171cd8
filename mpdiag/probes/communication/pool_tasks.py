"""How fast a Pool takes a task and returns its result, once its worker runs.

The latency is that of a task with an argument of 100 bytes, the throughput that of a megabyte. A ThreadPool
of one thread is the reference.
"""

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Callable, Iterable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

    Map = Callable[[Callable[[int], int], Iterable[int], int], object]

CAUSE = "MP507"
REVISION = 2
SCHEDULE = "timed"
QUICK = False
BUDGET = {"quick": 0.15, "default": 0.4, "rigorous": 6.0}
KEY = ("task of 100 B",)
ROWS = {"ipc.cost:chunks": "Pool.map in chunks of 100, not of 1"}

SMALL = b"x" * 100
LARGE = b"x" * 10**6
TASKS = 9
ITEMS = range(100)


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {"ipc.cost:chunks": "cheaper"}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """One worker, so that tasks do not wait for each other."""
    from multiprocessing.pool import ThreadPool

    with ctx.Pool(1) as pool, ThreadPool(1) as threads:
        cheaper = measure(
            cell,
            run=lambda payload: pool.apply(len, (payload,)),
            in_thread=lambda payload: threads.apply(len, (payload,)),
            map_items=pool.map,
        )
    return {"ipc.cost:chunks": cheaper}


def measure(
    cell: "Cell", run: "Callable[[bytes], int]", in_thread: "Callable[[bytes], int]", map_items: "Map"
) -> str:
    """Sample `run` and `in_thread`, which return the length of their argument, and `map_items`.

    Return what chunks do to the price of an item.
    """
    cell.sample("first task", "s", _time(run, SMALL))
    chunks = {1: float("inf"), len(ITEMS): float("inf")}
    for _ in cell.rounds():
        for name, task in (("task", run), ("task in a thread", in_thread)):
            trips = sorted(_time(task, SMALL) for _ in range(TASKS))
            cell.sample(name + " of 100 B", "s", trips[TASKS // 2])
        cell.sample("task of 1 MB", "byte/s", len(LARGE) / _time(run, LARGE))
        for size in chunks:
            begun = time.perf_counter()
            map_items(abs, ITEMS, size)
            seconds = (time.perf_counter() - begun) / len(ITEMS)
            cell.sample("map, chunksize %d, per item" % size, "s", seconds)
            chunks[size] = min(seconds, chunks[size])
    return "cheaper" if chunks[len(ITEMS)] < chunks[1] else "no cheaper"


def _time(run: "Callable[[bytes], int]", payload: bytes) -> float:
    begun = time.perf_counter()
    size = run(payload)
    seconds = time.perf_counter() - begun
    if size != len(payload):
        raise RuntimeError("%d bytes of %d arrived" % (size, len(payload)))
    return seconds
