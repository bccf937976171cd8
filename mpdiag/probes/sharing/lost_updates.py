"""Two processes that add to the same number, with its lock and without.

Programs that count with `counter.value += 1` rely on it being one step: it is a read and a write. Here both
processes read before either writes, which happens by chance otherwise, and more seldom than a test would
show.
"""

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.synchronize import Barrier
    from typing import Any

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP122"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "share.lost-updates:value": "Value += 1 by two processes",
    "share.lost-updates:value-locked": "Value += 1 by two, within get_lock()",
    "share.lost-updates:raw-value": "Value(lock=False) += 1 by two",
    "share.lost-updates:array": "Array[0] += 1 by two processes",
    "share.lost-updates:manager": "managed list[0] += 1 by two processes",
    "share.lost-updates:manager-locked": "managed list[0] += 1 within Manager().Lock()",
}

UPDATES = 20
"""By each process."""

FREE_RUNNING = {"quick": 2_000, "default": 10_000, "rigorous": 100_000}
PATIENCE = 10.0


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {row: "none is lost" if row.endswith("locked") else "half are lost" for row in ROWS}


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    with ctx.Manager() as manager:
        shared = {
            "value": ctx.Value("i", 0),
            "value-locked": ctx.Value("i", 0),
            "raw-value": ctx.Value("i", 0, lock=False),
            "array": ctx.Array("i", 1),
            "manager": manager.list([0]),
            "manager-locked": manager.list([0]),
            "free": ctx.Value("i", 0),
        }
        barrier, lock = ctx.Barrier(2), manager.Lock()
        process = ctx.Process(  # type: ignore[attr-defined]
            target=update, args=(shared, barrier, lock, FREE_RUNNING[cell.effort]), daemon=True
        )
        process.start()
        update(shared, barrier, lock, FREE_RUNNING[cell.effort])
        process.join(PATIENCE)
        found = {name: _read(number) for name, number in shared.items()}
    for row in ROWS:
        cell.observe(row, _verdict(2 * UPDATES - found[row.partition(":")[2]]))
    made = 2 * FREE_RUNNING[cell.effort]
    cell.sample("updates lost of %d, not in step" % made, "1", made - found["free"])


def update(shared: "dict[str, Any]", barrier: "Barrier", lock: "Any", free_running: int) -> None:
    """Add 1 to every number so many times; both processes run this."""
    in_step = [shared[name] for name in ("value", "raw-value", "array", "manager")]
    for _ in range(UPDATES):
        barrier.wait(PATIENCE)
        read = [_read(number) for number in in_step]
        barrier.wait(PATIENCE)
        for number, old in zip(in_step, read):
            _write(number, old + 1)
    barrier.wait(PATIENCE)
    for _ in range(UPDATES):
        with shared["value-locked"].get_lock():
            _add_slowly(shared["value-locked"])
        with lock:
            _add_slowly(shared["manager-locked"])
    barrier.wait(PATIENCE)
    free = shared["free"]
    for _ in range(free_running):
        free.value += 1


def _read(number: "Any") -> int:
    value: int = number.value if hasattr(number, "value") else number[0]
    return value


def _write(number: "Any", new: int) -> None:
    if hasattr(number, "value"):
        number.value = new
    else:
        number[0] = new


def _add_slowly(number: "Any") -> None:
    """Give the other process its chance between reading and writing."""
    old = _read(number)
    time.sleep(0)
    _write(number, old + 1)


def _verdict(lost: int) -> str:
    words = {0: "none is lost", UPDATES: "half are lost"}
    return words.get(lost, "fails: %d of %d are lost" % (lost, 2 * UPDATES))
