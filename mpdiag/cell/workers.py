"""Pools whose workers are all ready, so that their start is told apart from their work."""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.pool import Pool
    from multiprocessing.synchronize import Barrier
    from typing import Any, Callable

PATIENCE = 20.0
"""Seconds for all workers together to get ready."""


def ready_pool(ctx: "BaseContext", workers: int, function: "Callable[..., Any]") -> "Pool":
    """Start a pool, and return it as soon as each of its workers could call `function`."""
    all_ready = ctx.Barrier(workers + 1)
    pool = ctx.Pool(workers, _meet, (all_ready, function))
    try:
        all_ready.wait(PATIENCE)
    except BaseException:
        pool.terminate()
        raise
    return pool


def _meet(all_ready: "Barrier", function: object) -> None:
    """The pool's initializer. The worker has imported what it needs for the function, to be given it."""
    all_ready.wait(PATIENCE)


def usable_cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
