"""An object that pickles but does not load: as argument, result and queue item.

Programs that send objects of classes with a demanding constructor rely on this.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.queues import Queue
    from typing import Any

    from mpdiag.cell.parent import Cell

CAUSE = "MP206"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "pickle.error-at-load": "unloadable object as argument",
    "pickle.error-at-load:result": "unloadable object through a pipe",
    "pickle.error-at-load:queue": "unloadable object through a queue",
}
DEAD = "dies: exit code 1"
RECEIVED, GOT = "raises LookupError in recv()", "raises LookupError in get()"
EXPECTATION = {
    "pickle.error-at-load": {"fork": "works", "spawn": DEAD, "forkserver": DEAD},
    "pickle.error-at-load:result": {"fork": RECEIVED, "spawn": RECEIVED, "forkserver": RECEIVED},
    "pickle.error-at-load:queue": {"fork": GOT, "spawn": GOT, "forkserver": GOT},
}


class Unloadable:
    def __reduce__(self) -> "tuple[object, ...]":
        return (rebuild, ())


def rebuild() -> None:
    raise LookupError("not here")


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    reader, writer = ctx.Pipe(False)
    queue: "Queue[Any]" = ctx.Queue()
    argument = cell.attempt(accept, Unloadable())
    cell.start(send, writer, queue)
    with reader, writer:
        return {
            "pickle.error-at-load": argument,
            "pickle.error-at-load:result": called(reader.recv, "recv()"),
            "pickle.error-at-load:queue": called(queue.get, "get()"),
        }


def called(receive: "Any", name: str) -> str:
    try:
        receive()
    except Exception as error:
        return "raises %s in %s" % (type(error).__name__, name)
    return "works"


def accept(_: object) -> str:
    return "works"


def send(writer: "Connection[Any, Any]", queue: "Queue[Any]") -> None:
    writer.send(Unloadable())
    queue.put(Unloadable())
