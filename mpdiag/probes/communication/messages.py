"""Order, boundaries and identity of what is sent.

Protocols between processes rest on it: who reads gets whole messages in the order in which one process sent
them, and copies of the objects.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from typing import Any, Callable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "ipc.order:Pipe": "order of 100 messages: Pipe",
    "ipc.order:SimpleQueue": "order of 100 messages: SimpleQueue",
    "ipc.order:Queue": "order of 100 messages: Queue",
    "ipc.boundaries": "send_bytes() twice before a recv_bytes()",
    "ipc.boundaries:os-pipe": "os.write() twice before an os.read()",
    "ipc.boundaries:empty": "send_bytes() of no bytes",
    "ipc.boundaries:short-buffer": "recv_bytes_into() a buffer too small",
    "ipc.boundaries:maxlength": "recv_bytes(maxlength) of a longer message",
    "ipc.boundaries:mixed": "recv() of what send_bytes() sent",
    "ipc.identity:Pipe": "object sent through a Pipe to oneself",
    "ipc.identity:Queue": "object put into a Queue and got again",
    "ipc.identity:thread": "object put into a thread's queue.Queue",
    "ipc.identity:twice": "one object twice in a message",
    "ipc.identity:two-messages": "one object in two messages",
}

COUNT = 100


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "ipc.order:Pipe": "kept",
        "ipc.order:SimpleQueue": "kept",
        "ipc.order:Queue": "kept",
        "ipc.boundaries": "two messages",
        "ipc.boundaries:os-pipe": "run together",
        "ipc.boundaries:empty": "a message",
        "ipc.boundaries:short-buffer": "raises BufferTooShort",
        "ipc.boundaries:maxlength": "raises OSError",
        "ipc.boundaries:mixed": "raises UnpicklingError",
        "ipc.identity:Pipe": "a copy",
        "ipc.identity:Queue": "a copy",
        "ipc.identity:thread": "same object",
        "ipc.identity:twice": "one object",
        "ipc.identity:two-messages": "two objects",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Read what one child has sent by all channels."""
    reader, writer = ctx.Pipe(duplex=False)
    channels: "dict[str, Any]" = {"SimpleQueue": ctx.SimpleQueue(), "Queue": ctx.Queue()}
    with reader, writer:
        cell.start(child, writer, channels)
        cell.observe("ipc.order:Pipe", _order(reader.recv))
        for name, channel in channels.items():
            cell.observe("ipc.order:" + name, _order(channel.get))
        whole = [reader.recv_bytes(), reader.recv_bytes()] == [b"one", b"two"]
        cell.observe("ipc.boundaries", "two messages" if whole else "run together")
        cell.observe("ipc.boundaries:empty", "a message" if reader.recv_bytes() == b"" else "something else")
        cell.observe("ipc.boundaries:mixed", _outcome(reader.recv))
        cell.observe("ipc.boundaries:short-buffer", _outcome(lambda: reader.recv_bytes_into(bytearray(10))))
        same, other = reader.recv()
        cell.observe("ipc.identity:twice", "one object" if same is other else "two objects")
        again = reader.recv()
        cell.observe("ipc.identity:two-messages", "one object" if again is same else "two objects")
        # Last: the connection is of no more use after it.
        cell.observe("ipc.boundaries:maxlength", _outcome(lambda: reader.recv_bytes(10)))
    cell.observe("ipc.boundaries:os-pipe", _os_pipe())
    _observe_identity(ctx, cell)


def child(writer: "Connection[Any, Any]", channels: "dict[str, Any]") -> None:
    """Send all; altogether less than a pipe holds, as nobody reads yet."""
    for number in range(COUNT):
        writer.send(number)
        for channel in channels.values():
            channel.put(number)
    for message in (b"one", b"two", b"", b"\0 begins no pickle", b"longer than ten"):
        writer.send_bytes(message)
    sent = ["sent"]
    writer.send((sent, sent))
    writer.send(sent)
    writer.send_bytes(b"longer than ten")


def _order(receive: "Callable[[], int]") -> str:
    received = [receive() for _ in range(COUNT)]
    return "kept" if received == list(range(COUNT)) else "changed"


def _outcome(call: "Callable[[], object]") -> str:
    try:
        call()
    except Exception as error:
        return "raises " + type(error).__name__
    return "returns"


def _os_pipe() -> str:
    import os

    reader, writer = os.pipe()
    os.write(writer, b"one")
    os.write(writer, b"two")
    received = os.read(reader, 100)
    os.close(reader)
    os.close(writer)
    return "run together" if received == b"onetwo" else "two messages"


def _observe_identity(ctx: "BaseContext", cell: "Cell") -> None:
    from queue import Queue

    item = ["item"]
    reader, writer = ctx.Pipe(duplex=False)
    with reader, writer:
        writer.send(item)
        cell.observe("ipc.identity:Pipe", _words(reader.recv() is item))
    between: "Any" = ctx.Queue()
    between.put(item)
    cell.observe("ipc.identity:Queue", _words(between.get(timeout=10) is item))
    between.close()
    between.join_thread()  # in this parent other probes fork later
    within: "Queue[object]" = Queue()
    within.put(item)
    cell.observe("ipc.identity:thread", _words(within.get() is item))


def _words(same: bool) -> str:
    return "same object" if same else "a copy"
