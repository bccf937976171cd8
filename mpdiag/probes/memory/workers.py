"""Workers that are each given the data as an argument.

fork hands it on in place. spawn and forkserver pickle it into the parent's memory and build it anew in every
worker. Monitoring that adds up RSS cannot tell the two apart.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Iterator, Optional

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = {"memory.spawn-arguments": "MP502", "memory.counter-names": "MP506"}
REVISION = 1
SCHEDULE = "timed"
ROWS = {
    "memory.spawn-arguments": "copies of a large argument",
    "memory.counter-names": "summed RSS of parent and workers",
}

WORKERS = {"quick": 2, "default": 4, "rigorous": 8}
MEGABYTES = {"quick": 16, "default": 50, "rigorous": 100}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if not features.private_memory_told:
        return dict.fromkeys(ROWS)
    fork = method == "fork"
    return {
        "memory.spawn-arguments": "one, shared" if fork else "parent, pickle, child",
        "memory.counter-names": "counts shared pages again" if fork else "near the truth",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from contextlib import ExitStack

    from mpdiag.cell.memory import counters, peak

    told = counters() is not None
    data = b"x" * (MEGABYTES[cell.effort] << 20)
    with ExitStack() as workers:
        peak_before = peak() if told else 0
        first = workers.enter_context(cell.steps(child, data))
        next(first)
        cell.look("given an argument", child=first)
        peak_growth = peak() - peak_before if told else 0
        group = [first]
        for _ in range(WORKERS[cell.effort] - 1):
            group.append(workers.enter_context(cell.steps(child, data)))
            next(group[-1])
        cell.look("together", **{"worker %d" % number: worker for number, worker in enumerate(group, 1)})
        books = [counters(), *(counters(worker.pid) for worker in group)]
    ratio = _rss_to_pss(books)
    if ratio is None:
        return {}
    cell.sample("peak of the parent while it starts", "byte", peak_growth)
    cell.sample("sum of RSS / sum of PSS", "1", ratio)
    held_by = ["pickle"] * (peak_growth > len(data) // 2) + ["child"] * (books[1]["private"] > len(data) // 2)  # type: ignore[index]
    return {
        "memory.spawn-arguments": ", ".join(["parent", *held_by]) if held_by else "one, shared",
        "memory.counter-names": "counts shared pages again" if ratio > 2 else "near the truth",
    }


def child(data: bytes) -> "Iterator[None]":
    sum(data[::4096])
    yield


def _rss_to_pss(books: "list[Optional[dict[str, int]]]") -> "Optional[float]":
    told = [book for book in books if book]
    if not told:
        return None
    return sum(book["rss"] for book in told) / sum(book["pss"] for book in told)
