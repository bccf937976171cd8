"""Many small tasks in a pool: one by one, or in pieces that `Pool.map` chooses.

`imap`, `imap_unordered` and the `map` of an executor send tasks one by one unless told otherwise, and
each is a message there and one back.
"""

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP507"
REVISION = 1
SCHEDULE = "timed"
QUICK = False
BUDGET = {"quick": 0.2, "default": 0.4, "rigorous": 12.0}
ROWS = {"scaling.chunk-size:one": "small tasks one by one, against pieces"}
EXPECTATION = {"scaling.chunk-size:one": dict.fromkeys(("fork", "spawn", "forkserver"), "slower")}
KEY = ("one by one", "in pieces")

WORKERS = 2
TASKS = {"quick": 300, "default": 800, "rigorous": 5000}
STEPS = 100


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """The workers run already: what their start costs is another matter."""
    from mpdiag.cell.workers import ready_pool
    from mpdiag.probes.scaling.pool_size import compute

    tasks = [STEPS] * TASKS[cell.effort]
    fastest: "dict[str, float]" = {}
    with ready_pool(ctx, WORKERS, compute) as pool:
        for _ in cell.rounds():
            begun = time.perf_counter()
            for task in tasks:
                compute(task)
            serial = time.perf_counter() - begun
            cell.sample("serial", "s", serial)
            for name, chunk_size in (("one by one", 1), ("in pieces", None)):
                begun = time.perf_counter()
                pool.map(compute, tasks, chunk_size)
                seconds = time.perf_counter() - begun
                cell.sample(name, "s", seconds)
                cell.sample(name + " speed-up", "1", serial / seconds)
                fastest[name] = min(seconds, fastest.get(name, seconds))
    slower = fastest["one by one"] > fastest["in pieces"]
    return {"scaling.chunk-size:one": "slower" if slower else "as fast"}
