"""Threads of the parent, and what waits for them in a child.

Programs with background threads, thread pools or timers beside their processes rely on this.
"""

import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor
    from multiprocessing.context import BaseContext
    from typing import Optional

    from mpdiag.cell.parent import Cell

CAUSE = "MP401"
REVISION = 1
SCHEDULE = "waiting"
ROWS = {
    "inherit.threads": "threads in a child started by a thread",
    "inherit.thread-pools": "parent's ThreadPoolExecutor",
}
EXPECTATION = {
    "inherit.threads": {
        "fork": "the starting thread",
        "spawn": "a new main thread",
        "forkserver": "a new main thread",
    },
    "inherit.thread-pools": {"fork": "hangs", "spawn": "not there", "forkserver": "not there"},
}

PATIENCE = 0.5
"""Seconds for a task that does nothing. A fork's copy of the pool has no thread to run it."""

THREADS = {"starter": "the starting thread", "MainThread": "a new main thread"}

executor: "Optional[ThreadPoolExecutor]" = None


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import concurrent.futures

    global executor
    found: "list[tuple[list[str], str]]" = []
    with concurrent.futures.ThreadPoolExecutor(1) as executor:
        executor.submit(nothing).result()  # it has its thread now
        starter = threading.Thread(target=lambda: found.append(cell.start(child)), name="starter")
        starter.start()
        starter.join()
    names, task = found[0]
    return {
        "inherit.threads": " and ".join(THREADS.get(name, name) for name in names),
        "inherit.thread-pools": task,
    }


def child() -> "tuple[list[str], str]":
    names = [thread.name for thread in threading.enumerate()]
    if executor is None:
        return names, "not there"
    from concurrent.futures import TimeoutError

    try:
        return names, executor.submit(nothing).result(PATIENCE)
    except TimeoutError:
        return names, "hangs"


def nothing() -> str:
    return "works"
