"""Locks, queues and shared values of multiprocessing as argument and sent on.

Programs that give a lock or a queue to the tasks of a pool rely on this.
"""

import multiprocessing

from mpdiag.cell.kinds import Kind, causes, expected, rows
from mpdiag.cell.travel import travel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.shared_memory import SharedMemory
    from typing import Any, Callable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

ends: "list[Any]" = []  # the other ends of pipes, kept open
serving: "Any" = None  # this process's manager, of which the list is


def made(name: str, *args: "Any") -> "Callable[[], Any]":
    return lambda: getattr(multiprocessing, name)(*args)


def filled_queue() -> "Any":
    queue: "Any" = multiprocessing.SimpleQueue()
    queue.put(1)
    return queue


def connection() -> "Any":
    here, there = multiprocessing.Pipe(True)
    here.send(1)
    ends.append(here)
    return there


def manager() -> "Any":
    global serving
    serving = multiprocessing.Manager()
    return serving


def shared_list() -> "Any":
    return serving.list([1])


def process() -> "Any":
    return multiprocessing.Process(target=print, name="waiting")


def key() -> bytes:
    return multiprocessing.current_process().authkey


def shared_memory() -> "Any":
    from multiprocessing.shared_memory import SharedMemory

    memory: "Any" = SharedMemory(create=True, size=1)
    memory.buf[0] = 1
    return memory


def shareable_list() -> "Any":
    from multiprocessing.shared_memory import ShareableList

    return ShareableList([1])


def unlink(memory: "SharedMemory") -> None:
    memory.close()
    memory.unlink()


def acquire(item: "Any") -> bool:
    return bool(item.acquire(timeout=1))


def one(item: "Any") -> bool:
    return bool(item[0] == 1)


REVISION = 1
SCHEDULE = "shared"
DEADLINE = 60  # on Windows, each failed start has a child that loads for nothing
PRIMITIVES, KEYS, MEMORY = "pickle.mp-primitives", "pickle.process-and-authkey", "pickle.shared-memory-ok"


def primitive(make: "Callable[[], Any]", use: "Callable[[Any], object]") -> Kind:
    return Kind(make, use, "RuntimeError", PRIMITIVES, at_start=None, cause="MP204")


KINDS = {
    "mp lock": primitive(made("Lock"), acquire),
    "mp semaphore": primitive(made("Semaphore", 1), acquire),
    "mp condition": primitive(made("Condition"), lambda item: item.acquire()),
    "mp event": primitive(made("Event"), lambda item: not item.is_set()),
    "mp barrier": primitive(made("Barrier", 1), lambda item: item.wait(1) == 0),
    "mp queue": primitive(made("Queue"), lambda item: item.empty()),
    "mp simple queue": primitive(filled_queue, lambda item: not item.empty()),
    "mp value": primitive(made("Value", "i", 1), lambda item: item.value == 1),
    "mp array": primitive(made("Array", "i", [1]), one),
    "mp raw value": primitive(made("RawValue", "i", 1), lambda item: item.value == 1),
    "connection": Kind(connection, lambda item: item.poll()),
    "shared memory": Kind(shared_memory, lambda item: item.buf[0] == 1, None, MEMORY, discard=unlink),
    "shareable list": Kind(shareable_list, one, None, MEMORY, discard=lambda item: unlink(item.shm)),
    "manager": Kind(
        manager, lambda item: item.address, "TypeError", KEYS, discard=lambda item: item.shutdown()
    ),
    "managed list": Kind(shared_list, one),
    "process": Kind(process, lambda item: item.name == "waiting", "TypeError", KEYS, at_start=None),
    "authentication key": Kind(key, lambda item: item == key(), "TypeError", KEYS, at_start=None),
}
ROWS = rows(
    KINDS,
    {
        PRIMITIVES: "mp's own primitives sent back",
        KEYS: "managers, processes and keys sent back",
        MEMORY: "shared memory and its list sent back",
    },
)
CAUSE = causes(KINDS, {PRIMITIVES: "MP204", KEYS: "MP202"})


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return expected(KINDS, method, features, "result")


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    return travel(cell, __name__, "result")
