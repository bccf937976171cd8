"""Pools that are handed over when their workers are ready."""

from __future__ import annotations

import os
from multiprocessing import active_children
from multiprocessing.context import BaseContext
from multiprocessing.synchronize import Barrier
from threading import BrokenBarrierError

import pytest

from mpdiag.cell import workers
from tests.cell import children

pytestmark = [pytest.mark.live, pytest.mark.timeout(60)]


def test_all_workers_are_there_and_work(ctx: BaseContext) -> None:
    with workers.ready_pool(ctx, 3, children.double) as pool:
        assert len(active_children()) == 3
        assert pool.map(children.double, range(4)) == [0, 2, 4, 6]
    assert active_children() == []


def test_workers_that_do_not_get_ready_are_ended(ctx: BaseContext, monkeypatch: pytest.MonkeyPatch) -> None:
    def one_more(parties: int) -> Barrier:
        return barrier(parties + 1)

    barrier = ctx.Barrier
    monkeypatch.setattr(ctx, "Barrier", one_more)
    monkeypatch.setattr(workers, "PATIENCE", 0.2)

    with pytest.raises(BrokenBarrierError):
        workers.ready_pool(ctx, 2, children.double)
    assert active_children() == []


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system has no os.sched_setaffinity")
def test_only_usable_cores_count() -> None:
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, [min(before)])
    try:
        assert workers.usable_cores() == 1
    finally:
        os.sched_setaffinity(0, before)
