"""A shared memory block that a child has attached and touched.

The way to share data under every start method: one copy, however many workers. It counts in the RSS of each
of them, and in the private memory of none.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Iterator

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "timed"
ROWS = {
    "memory.shared-memory-accounting": "shared_memory that a child has touched",
    "memory.shared-memory-accounting:untouched": "shared_memory that a child has attached",
}

SIZE = 16 << 20
"""Small: a container's /dev/shm often has 64 MB."""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if not features.private_memory_told:
        return dict.fromkeys(ROWS)
    return {
        "memory.shared-memory-accounting": "in rss, pss",
        "memory.shared-memory-accounting:untouched": "costs nothing",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from multiprocessing.shared_memory import SharedMemory

    from mpdiag.cell.memory import counters, has_room
    from mpdiag.cell.parent import Unavailable

    if not has_room(2 * SIZE):
        raise Unavailable("/dev/shm has too little room")
    block = SharedMemory(create=True, size=SIZE)
    try:
        block.buf[:] = b"x" * SIZE  # type: ignore[index,unused-ignore]
        with cell.steps(child, block.name) as worker:
            next(worker)
            before = counters(worker.pid)
            next(worker)
            attached = counters(worker.pid)
            next(worker)
            cell.look("shared memory touched", child=worker)
            touched = counters(worker.pid)
            next(worker)
    finally:
        block.close()
        block.unlink()
    if before is None or attached is None or touched is None:
        return {}
    return {
        "memory.shared-memory-accounting": _where(attached, touched),
        "memory.shared-memory-accounting:untouched": _where(before, attached),
    }


def child(name: str) -> "Iterator[None]":
    from multiprocessing.shared_memory import SharedMemory

    yield
    block = SharedMemory(name)
    yield
    sum(block.buf[::4096])  # type: ignore[index,unused-ignore]
    yield
    block.close()
    yield


def _where(before: "dict[str, int]", after: "dict[str, int]") -> str:
    """In which books it stands: PSS has the half of it, as two processes share it."""
    grown = [name for name in ("rss", "pss", "private") if after[name] - before[name] > SIZE // 4]
    return "in " + ", ".join(grown) if grown else "costs nothing"
