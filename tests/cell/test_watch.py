"""What a parent pickles for its children is counted, and nothing else changes."""

from __future__ import annotations

import multiprocessing
import pickle
from multiprocessing import reduction
from multiprocessing.context import BaseContext
from typing import Any

import pytest

from mpdiag.cell.parent import Cell
from mpdiag.cell.watch import MESSAGE, PREPARATION, PROCESS, Pickles
from tests.cell import children

pytestmark = [pytest.mark.live, pytest.mark.timeout(60)]


def test_only_children_that_are_not_forked_are_pickled(cell: Cell) -> None:
    with Pickles() as pickles:
        assert cell.start(children.double, 21) == 42
    expected = 0 if cell.method == "fork" else 1
    assert pickles.count(PREPARATION) == pickles.count(PROCESS) == expected


def test_a_large_argument_shows_in_the_size_of_the_process(cell: Cell) -> None:
    with Pickles() as small:
        cell.start(len, b"")
    with Pickles() as large:
        assert cell.start(len, bytes(50_000)) == 50_000
    more = large.size(PROCESS) - small.size(PROCESS)
    assert more == 0 if cell.method == "fork" else 50_000 <= more < 50_100


def test_messages_are_counted_with_their_size(ctx: BaseContext) -> None:
    reader, writer = ctx.Pipe(False)
    queue: Any = ctx.SimpleQueue()
    with Pickles() as pickles, reader, writer:
        writer.send([1, 2, 3])
        queue.put("text")
        assert (reader.recv(), queue.get()) == ([1, 2, 3], "text")
    queue.close()
    expected = len(pickle.dumps([1, 2, 3])) + len(pickle.dumps("text"))
    assert (pickles.count(MESSAGE), pickles.size(MESSAGE)) == (2, expected)


def test_tasks_of_a_pool_are_messages(ctx: BaseContext) -> None:
    with Pickles() as pickles, ctx.Pool(2) as pool:
        assert pool.map(children.double, [1, 2, 3], chunksize=1) == [2, 4, 6]
        pool.close()
        pool.join()
    assert pickles.count(MESSAGE) >= 3
    assert pickles.count(PROCESS) == (0 if ctx.get_start_method() == "fork" else 2)


def test_errors_pass_through_and_count_as_nothing() -> None:
    reader, writer = multiprocessing.Pipe(False)
    with Pickles() as pickles, reader, writer, pytest.raises((pickle.PicklingError, AttributeError)):
        writer.send(lambda: None)
    assert pickles.count(MESSAGE) == 0


def test_multiprocessing_is_as_before_afterwards() -> None:
    def pickling() -> tuple[object, object]:
        return vars(reduction.ForkingPickler)["dumps"], reduction.dump

    before = pickling()
    with Pickles():
        assert pickling() != before
    assert pickling() == before
