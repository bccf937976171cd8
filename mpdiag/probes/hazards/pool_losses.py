"""Pool tasks whose argument or exception cannot be loaded again.

Programs that wait without a time limit for the results of a pool rely on this.
"""

import multiprocessing

from mpdiag.cell.hang import outcome
from mpdiag.cell.parent import PATIENCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.synchronize import Event
    from threading import ExceptHookArgs
    from typing import Any, Callable

    from mpdiag.cell.parent import Cell

CAUSE = {
    "pickle.pool-arg-load-error": "MP206",
    "pickle.pool-arg-load-error:executor": "MP206",
    "pickle.pool-exception-load-error": "MP207",
    "pickle.pool-exception-load-error:terminate": "MP207",
    "pickle.pool-exception-load-error:executor": "MP207",
}
REVISION = 1
QUICK = False
ROWS = {
    "pickle.pool-arg-load-error": "unloadable argument in a Pool",
    "pickle.pool-arg-load-error:executor": "unloadable argument in an executor",
    "pickle.pool-exception-load-error": "unloadable exception in a Pool",
    "pickle.pool-exception-load-error:terminate": "terminate() of that Pool",
    "pickle.pool-exception-load-error:executor": "unloadable exception in an executor",
}
VALUES = {
    "pickle.pool-arg-load-error": "hangs, worker replaced, next task works",
    "pickle.pool-arg-load-error:executor": "raises BrokenProcessPool",
    "pickle.pool-exception-load-error": "hangs, next task hangs too",
    "pickle.pool-exception-load-error:terminate": "raises AssertionError",
    "pickle.pool-exception-load-error:executor": "raises BrokenProcessPool",
}
EXPECTATION = {name: dict.fromkeys(("fork", "spawn", "forkserver"), value) for name, value in VALUES.items()}

SOON = 0.2
"""Seconds that a call has which is known not to return: only where it waits is still to be seen."""

has_run: "Event"


class Unloadable:
    def __reduce__(self) -> "tuple[object, ...]":
        return (rebuild, ())


class NeedyError(Exception):
    """Is pickled with the one text that it hands on, but needs two arguments to be made again."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__("%s (%d)" % (text, code))


def rebuild() -> None:
    raise LookupError("not here")


def fail() -> None:
    raise NeedyError(1, "failed")


def keep(event: "Event") -> None:
    global has_run
    has_run = event


def tell() -> None:
    has_run.set()


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    observations: "dict[str, object]" = {"pickle.pool-arg-load-error": lose_argument(ctx, cell)}
    observations.update(lose_exception(ctx, cell))
    observations["pickle.pool-arg-load-error:executor"] = executed(ctx, abs, Unloadable())
    observations["pickle.pool-exception-load-error:executor"] = executed(ctx, fail)
    return observations


def lose_argument(ctx: "BaseContext", cell: "Cell") -> str:
    """The worker dies with the task: once the next task is done, nobody is left to answer for it."""
    import os
    from multiprocessing.connection import wait

    with ctx.Pool(1) as pool:
        worker = multiprocessing.active_children()[0]
        lost = pool.apply_async(abs, (Unloadable(),))
        wait([worker.sentinel], PATIENCE)
        replaced = pool.apply_async(os.getpid).get(PATIENCE) != worker.pid
        if lost.ready() or not replaced:
            return "returns, worker %s" % ("replaced" if replaced else "kept")
        outcome(cell, "pickle.pool-arg-load-error", lost.get, SOON)
    return "hangs, worker replaced, next task works"


def lose_exception(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """The thread dies that serves all results: a later task runs, but its result is read by nobody."""
    import threading

    dead: "list[threading.Thread]" = []
    died = threading.Event()

    def note(args: "ExceptHookArgs") -> None:
        dead.append(args.thread)  # type: ignore[arg-type]
        died.set()

    ran = ctx.Event()
    hook, threading.excepthook = threading.excepthook, note
    pool = ctx.Pool(1, keep, (ran,))
    try:
        lost = pool.apply_async(fail)
        if not died.wait(PATIENCE):
            return {"pickle.pool-exception-load-error": "returns" if lost.ready() else "hangs"}
        dead[0].join(PATIENCE)
        later = pool.apply_async(tell)
        late = ran.wait(PATIENCE) and not later.ready()
        lose = (
            "returns" if lost.ready() else outcome(cell, "pickle.pool-exception-load-error", lost.get, SOON)
        )
        return {
            "pickle.pool-exception-load-error": "%s, next task %s" % (lose, "hangs too" if late else "works"),
            "pickle.pool-exception-load-error:terminate": ended(pool),
        }
    finally:
        threading.excepthook = hook
        for worker in multiprocessing.active_children():
            worker.kill()
            worker.join(PATIENCE)


def ended(pool: "Any") -> str:
    try:
        pool.terminate()
    except Exception as error:
        return "raises " + type(error).__name__
    return "works"


def executed(ctx: "BaseContext", function: "Callable[..., Any]", *args: object) -> str:
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(1, ctx) as executor:
        try:
            executor.submit(function, *args).result(PATIENCE)
        except Exception as error:
            return "raises " + type(error).__name__
    return "works"
