"""A garbage collection in a child that has inherited many objects.

It runs by itself sooner or later, and notes its findings in the header of every container. gc.freeze() in
the parent, before the children are started, takes the objects out of its reach.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Iterator

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP503"
REVISION = 1
SCHEDULE = "timed"
ROWS = {
    "memory.gc-collect-dirtying": "lists when the child collects garbage",
    "memory.gc-collect-dirtying:frozen": "the same after gc.freeze() in the parent",
}

records: "list[list[int]]" = []


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if not features.private_memory_told:
        return dict.fromkeys(ROWS)
    fork = method == "fork"
    return {
        "memory.gc-collect-dirtying": "copied" if fork else "not there",
        "memory.gc-collect-dirtying:frozen": "stays shared" if fork else "not there",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import gc

    from mpdiag.cell.memory import MEGABYTES

    size = MEGABYTES[cell.effort] << 20
    gc.disable()
    records.extend([] for _ in range(size // 80))  # a list, its header, and its place in the outer list
    gc.enable()
    observed = {"memory.gc-collect-dirtying": _collect(cell, "after gc", size)}
    gc.freeze()
    observed["memory.gc-collect-dirtying:frozen"] = _collect(cell, "after gc, frozen", size)
    return {name: value for name, value in observed.items() if value}


def _collect(cell: "Cell", name: str, size: int) -> "object":
    from mpdiag.cell.memory import counters, sharing

    with cell.steps(child) as worker:
        inherited = next(worker)
        before = counters(worker.pid)
        next(worker)
        cell.look(name, child=worker)
        became = sharing(before, counters(worker.pid), size)
    return became if inherited or became is None else "not there"


def child() -> "Iterator[bool]":
    import gc

    yield bool(records)
    gc.collect()
    yield bool(records)
