"""Python code beside a thread or process that is in the middle of its work.

Programs that start threads for their computations rely on it, and so do threads that answer, watch or
keep a connection alive meanwhile. Looked for, not timed: a busy machine or a single processor cannot
deceive. Turns are no answer, so threads take none while this is observed.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any, Callable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP509"
REVISION = 1
ROWS = {
    "gil.pure-python:threads": "Python beside a thread of pure Python",
    "gil.pure-python:processes": "Python beside a process of pure Python",
    "gil.releasing:threads": "Python beside a thread's C, GIL released",
    "gil.releasing:processes": "Python beside a process's C, GIL released",
    "gil.holding:threads": "Python beside a thread's C, GIL held",
    "gil.holding:processes": "Python beside a process's C, GIL held",
}

WORK = 24
"""Milliseconds; longer than a tick of Windows' clock, by which sleeps end there."""

TRIES = 3
"""A busy machine may let us sleep through all of somebody's work, hardly ever three times."""

NO_SWITCH = 1000.0
"""Seconds for which a thread may keep the lock: it gives it away only where the work itself does."""

DONE = -1


def expectation(method: str, features: "Features") -> "dict[str, object]":
    values: "dict[str, object]" = dict.fromkeys(ROWS, "at once")
    if features.gil:
        values["gil.pure-python:threads"] = values["gil.holding:threads"] = "one at a time"
    return values


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import sys
    import threading

    from mpdiag.probes.gil.work import require

    require()
    state = ctx.RawValue("i", 0)

    def process() -> "Any":
        return ctx.Process(target=labour, args=(state,), daemon=True)  # type: ignore[attr-defined]

    def thread() -> "Any":
        return threading.Thread(target=labour, args=(state,), daemon=True)

    observed = _met(process, state, "processes")  # first, so that nothing is forked beside threads
    interval = sys.getswitchinterval()
    sys.setswitchinterval(NO_SWITCH)
    try:
        observed.update(_met(thread, state, "threads"))
    finally:
        sys.setswitchinterval(interval)
    return observed


def labour(state: "Any") -> None:
    """Work, and say at which kind. A thread cannot lose the lock between saying and working."""
    from mpdiag.probes.gil.work import KINDS

    for number, work in enumerate(KINDS.values(), 1):
        state.value = number
        work(WORK)
    state.value = DONE


def _met(worker: "Callable[[], Any]", state: "Any", name: str) -> "dict[str, object]":
    """Observe at which kinds of its work we found the worker."""
    import time

    from mpdiag.cell.parent import PATIENCE

    met = set()
    for _ in range(TRIES):
        state.value = 0
        other = worker()
        other.start()
        while other.is_alive() and state.value != DONE:
            met.add(state.value)
            time.sleep(0.001)
        other.join(PATIENCE)
        if state.value != DONE:
            raise RuntimeError("the worker ended in the middle of its work")
        if {1, 2, 3} <= met:
            break
    kinds = ("pure-python", "releasing", "holding")
    return {
        "gil.%s:%s" % (kind, name): "at once" if number in met else "one at a time"
        for number, kind in enumerate(kinds, 1)
    }
