"""Pool: tasks go to workers and their results come back.

The initializer runs in every worker; it is the portable way to hand over what all tasks need.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "block.Pool:map": "Pool.map()",
    "block.Pool:imap": "Pool.imap()",
    "block.Pool:imap_unordered": "Pool.imap_unordered()",
    "block.Pool:starmap": "Pool.starmap()",
    "block.Pool:apply_async": "Pool.apply_async()",
    "block.Pool:initializer": "Pool(initializer=...)",
}

numbers = range(20)
base = 0


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return dict.fromkeys(ROWS, "carries data")


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """The results tell whether arguments and the initializer's value arrived."""
    sums = [1000 + number for number in numbers]
    with ctx.Pool(2, initializer, (1000,)) as pool:
        pairs = [(1000, number) for number in numbers]
        cell.observe("block.Pool:map", _verdict(pool.map(task, numbers), sums))
        cell.observe("block.Pool:imap", _verdict(list(pool.imap(task, numbers)), sums))
        unordered = sorted(pool.imap_unordered(task, numbers))
        cell.observe("block.Pool:imap_unordered", _verdict(unordered, sums))
        cell.observe("block.Pool:starmap", _verdict(pool.starmap(add, pairs), sums))
        result = pool.apply_async(add, (1000, 1))
        cell.observe("block.Pool:apply_async", _verdict([result.get(10)], [1001]))
        given, pid = pool.apply(about)
        cell.observe("block.Pool:initializer", _verdict([given, pid != os.getpid()], [1000, True]))


def initializer(given: int) -> None:
    """Keep what the workers are given."""
    global base
    base = given


def task(number: int) -> int:
    """Use the initializer's value."""
    return base + number


def add(left: int, right: int) -> int:
    """A task of two arguments."""
    return left + right


def about() -> "tuple[int, int]":
    """What the initializer left here, and where this is."""
    return base, os.getpid()


def _verdict(received: "list[int]", expected: "list[int]") -> str:
    return "carries data" if received == expected else "changes data"
