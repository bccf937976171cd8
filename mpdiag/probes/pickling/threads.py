"""Locks, events and other objects of threads sent to a child and back.

Programs that start a bound method of an object with a lock in it rely on this.
"""

from mpdiag.cell.kinds import Kind, causes, expected, rows
from mpdiag.cell.travel import travel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any, Callable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features


class Owner:
    """An object of the user's, with a lock somewhere below."""

    def __init__(self) -> None:
        self.settings = {"lock": made("Lock")()}


def made(name: str, *args: "Any") -> "Callable[[], Any]":
    def make() -> "Any":
        import threading

        return getattr(threading, name)(*args)

    return make


def thread() -> "Any":
    import threading

    return threading.Thread(target=print, name="waiting")


def waiting_queue() -> "Any":
    import queue

    items: "queue.Queue[int]" = queue.Queue()
    items.put(1)
    return items


def simple_queue() -> "Any":
    import queue

    items: "queue.SimpleQueue[int]" = queue.SimpleQueue()
    items.put(1)
    return items


def executor() -> "Any":
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(1)


def thread_local() -> "Any":
    import threading

    local = threading.local()
    local.value = 1
    return local


def log_handler() -> "Any":
    import logging

    return logging.StreamHandler()


def acquire(item: "Any") -> bool:
    return bool(item.acquire(timeout=1))


REVISION = 1
SCHEDULE = "shared"
DEADLINE = 60  # on Windows, each failed start has a child that loads for nothing
FACT = "pickle.threading-objects"
KINDS = {
    "lock": Kind(made("Lock"), acquire, "TypeError", FACT),
    "reentrant lock": Kind(made("RLock"), acquire, "TypeError", FACT),
    "condition": Kind(made("Condition"), acquire, "TypeError", FACT),
    "semaphore": Kind(made("Semaphore"), acquire, "TypeError", FACT),
    "event": Kind(made("Event"), lambda item: not item.is_set(), "TypeError", FACT),
    "thread barrier": Kind(made("Barrier", 1), lambda item: item.wait(1) == 0, "TypeError", FACT),
    "thread": Kind(thread, lambda item: item.name == "waiting", "TypeError", FACT),
    "thread-local data": Kind(thread_local, lambda item: item.value == 1, "TypeError", FACT),
    "thread queue": Kind(waiting_queue, lambda item: item.get(timeout=1) == 1, "TypeError", FACT),
    "simple thread queue": Kind(simple_queue, lambda item: item.get(timeout=1) == 1, "TypeError", FACT),
    "thread pool": Kind(executor, lambda item: item.submit(abs, -1).result(1) == 1, "TypeError", FACT),
    "logging handler": Kind(log_handler, lambda item: item.level == 0, "TypeError", FACT),
    "object with a lock": Kind(Owner, lambda item: acquire(item.settings["lock"]), "TypeError", FACT),
}
ROWS = rows(KINDS, {FACT: "objects of threads as arguments"})
CAUSE = causes(KINDS, {FACT: "MP202"})


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return expected(KINDS, method, features)


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    return travel(cell, __name__)
