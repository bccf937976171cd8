"""A child reads and writes the data that its parent has loaded.

Programs that load first and start workers afterwards count on fork to share the memory. It does until
somebody writes, and Python writes a reference count into every object that it looks at.
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
    "memory.cow-start": "private part of a child's RSS at its start",
    "memory.cow-start:rss": "child's RSS at its start",
    "memory.buffer-not-dirtied": "bytearray that a child reads",
    "memory.refcount-dirtying": "list of str that a child reads",
    "memory.buffer-not-dirtied:written": "bytearray that a child writes to",
}

LENGTH = 100
"""Characters of one string; with what Python adds, and its place in the list, 168 bytes."""

texts: "list[str]" = []
buffer = bytearray()


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if not features.private_memory_told:
        return dict.fromkeys(ROWS)
    fork = method == "fork"
    return {
        "memory.cow-start": "almost nothing" if fork else "much of it",
        "memory.cow-start:rss": "counts the parent's data" if fork else "its own",
        "memory.buffer-not-dirtied": "stays shared" if fork else "not there",
        "memory.refcount-dirtying": "copied" if fork else "not there",
        "memory.buffer-not-dirtied:written": "copied" if fork else "not there",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.memory import MEGABYTES, counters, sharing

    with cell.steps(child) as worker:
        next(worker)
        cell.look("at rest", child=worker)
    size = MEGABYTES[cell.effort] << 20
    _load(size // 2)
    moments = []
    with cell.steps(child) as worker:
        for name in ("before reading", "after reading bytes", "after reading objects", "after writing bytes"):
            inherited = next(worker)
            cell.look(name, child=worker)
            moments.append(counters(worker.pid))
    before, read, walked, written = moments
    if before is None:
        return {}
    observed: "dict[str, object]" = {
        "memory.cow-start": "almost nothing" if before["private"] < before["rss"] / 10 else "much of it",
        "memory.cow-start:rss": "counts the parent's data" if before["rss"] > size else "its own",
        "memory.buffer-not-dirtied": sharing(before, read, size // 2),
        "memory.refcount-dirtying": sharing(read, walked, size // 2),
        "memory.buffer-not-dirtied:written": sharing(walked, written, size // 2),
    }
    if not inherited:
        observed.update((name, "not there") for name in ROWS if not name.startswith("memory.cow-start"))
    return observed


def child() -> "Iterator[bool]":
    inherited = bool(texts)
    yield inherited
    sum(buffer[::4096])
    yield inherited
    for _ in texts:
        pass
    yield inherited
    buffer[::4096] = b"y" * len(buffer[::4096])
    yield inherited


def _load(size: int) -> None:
    """Fill both globals with this many bytes each."""
    form = "%%0%dd" % LENGTH
    texts.extend(form % number for number in range(size // (LENGTH + 68)))
    buffer.extend(b"x" * size)
