"""Generators, coroutines and iterators sent to a child and back.

Programs that hand a lazily produced stream of work to their workers rely on this.
"""

from mpdiag.cell.kinds import Kind, causes, expected, rows
from mpdiag.cell.travel import travel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any, AsyncIterator, Iterator

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features


def counting() -> "Iterator[int]":
    yield 1
    yield 2


async def counted() -> int:
    return 1


async def async_counting() -> "AsyncIterator[int]":
    yield 1


def count() -> "Any":
    import itertools

    return itertools.count(1)


def first(item: "Any") -> bool:
    return next(iter(item)) in (1, (0, 1), (1, 1))


def awaited(item: "Any") -> bool:
    try:
        item.send(None)
    except StopIteration as end:
        return bool(end.value == 1)
    return False


def async_first(item: "Any") -> bool:
    return awaited(item.__anext__())


def itertools_error(features: "Features") -> "str | None":
    return None if features.itertools_pickle else "TypeError"


REVISION = 1
SCHEDULE = "shared"
FACT = "pickle.iterators"
KINDS = {
    "generator": Kind(counting, first, "TypeError", FACT),
    "coroutine": Kind(counted, awaited, "TypeError", FACT),
    "async generator": Kind(async_counting, async_first, "TypeError", FACT),
    "itertools object": Kind(count, first, itertools_error, FACT),
    "list iterator": Kind(lambda: iter([1, 2]), first, None, FACT),
    "map": Kind(lambda: map(abs, [1, 2]), first, None, FACT),
    "zip": Kind(lambda: zip([1], [1]), first, None, FACT),
    "enumerate": Kind(lambda: enumerate([1]), first, None, FACT),
    "range": Kind(lambda: range(1, 3), first, None, FACT),
    "reversed list": Kind(lambda: reversed([2, 1]), first, None, FACT),
}
ROWS = rows(KINDS, {FACT: "iterators as arguments"})
CAUSE = causes(KINDS, {FACT: "MP202"})


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return expected(KINDS, method, features)


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    return travel(cell, __name__)
