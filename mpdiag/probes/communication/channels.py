"""What a message costs by pipe, queue, manager, SharedMemory, socket and thread.

Programs that hand work to their children pay this for every item. Measured from sending until a short
acknowledgement is back, so that the clocks of two processes are not compared. Latencies come in two modes, a
factor of two to four apart, by where the system runs the two ends: the spread says more than the median.
"""

import time

from mpdiag.cell.memory import has_room
from mpdiag.probes.communication.carriers import THREAD, ends_of_child, ends_of_parent, make_queues

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from typing import Any, Callable, Collection, Iterator

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features
    from mpdiag.probes.communication.carriers import Ends, Queues

CAUSE = "MP507"
REVISION = 2
SCHEDULE = "timed"
BUDGET = {"quick": 0.3, "default": 0.8, "rigorous": 15.0}
KEY = ("Pipe, 100 B", "Queue, 100 B", "Manager().Queue, 100 B")
ROWS = {
    "block.Manager:cost": "Manager().Queue(), compared with a Pipe",
    "ipc.cost:small-block": "100 bytes by SharedMemory, as against a Pipe",
    "ipc.cost:thread": "a megabyte to a thread, as against a Pipe",
}

SIZES = {"100 B": 10**2, "10 kB": 10**4, "1 MB": 10**6, "10 MB": 10**7, "100 MB": 10**8}
ONCE = 10**6
EVERY = {
    "quick": {"100 B": 1, "1 MB": 1},
    "default": {"100 B": 1, "10 kB": 1, "1 MB": 1, "10 MB": 10, "100 MB": ONCE},
    "rigorous": {"100 B": 1, "10 kB": 1, "1 MB": 1, "10 MB": 2, "100 MB": ONCE},
}
"""In every how many rounds a size is sent: the large ones take most of the time."""

TAKES_100_MB = ("Pipe bytes", "SharedMemory", THREAD)
"""The others hold such a message several times over, for half a second: only a rigorous run has that time."""

FIRST = b"x" * 100
TRIPS = 9
"""Of a small message in each round; the sample is their median."""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {"block.Manager:cost": "slower", "ipc.cost:small-block": "slower", "ipc.cost:thread": "faster"}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """Measure all channels in each round, against one child that acknowledges."""
    from multiprocessing.connection import Listener
    from multiprocessing.process import current_process
    from multiprocessing.shared_memory import SharedMemory

    from mpdiag.probes.communication.carriers import Acknowledger

    first = SharedMemory(create=True, size=1)  # starts the resource tracker that the child has to share
    first.close()
    first.unlink()
    authkey = bytes(current_process().authkey)
    with ctx.Manager() as manager, Listener(("127.0.0.1", 0), authkey=authkey) as listener:
        queues = make_queues(ctx, manager)
        pipe, theirs = ctx.Pipe()
        process = ctx.Process(  # type: ignore[attr-defined]
            target=child, args=(theirs, listener.address, queues), daemon=True
        )
        process.start()
        theirs.close()
        with listener.accept() as socket, Acknowledger() as thread:
            ends = ends_of_parent(pipe, socket, queues)
            ends[THREAD] = thread.ends
            fastest = measure(cell, pipe, ends)
        pipe.send(None)
        process.join(10)
    return {
        "block.Manager:cost": _compared(fastest, "Manager().Queue, 100 B", "Pipe, 100 B"),
        "ipc.cost:small-block": _compared(fastest, "SharedMemory, 100 B", "Pipe, 100 B"),
        "ipc.cost:thread": _compared(fastest, THREAD + ", 1 MB", "Pipe, 1 MB"),
    }


def measure(cell: "Cell", pipe: "Connection[Any, Any]", ends: "Ends") -> "dict[str, float]":
    """Sample all channels; return the shortest time of each at each size.

    The fastest is compared, as a round may be slow for reasons of its own.
    """
    for channel in ends:
        _tell(pipe, channel, 1)
        cell.sample(channel + ", first message", "s", _trip(ends[channel], FIRST))
    fastest: "dict[str, float]" = {}
    every = EVERY[cell.effort]
    large = list(ends) if cell.effort == "rigorous" else TAKES_100_MB
    for number in cell.rounds():
        due = [size for size in every if number % every[size] == 0]
        for channel, size, seconds in _round(pipe, ends, due, large):
            name = "%s, %s" % (channel, size)
            fastest[name] = min(seconds, fastest.get(name, seconds))
            if SIZES[size] < 10**6 or channel == THREAD:  # where nothing is copied, there is no throughput
                cell.sample(name, "s", seconds)
            else:
                cell.sample(name, "byte/s", SIZES[size] / seconds)
    return fastest


def _round(
    pipe: "Connection[Any, Any]", ends: "Ends", due: "list[str]", large: "Collection[str]"
) -> "Iterator[tuple[str, str, float]]":
    """Send each size over each channel, 100 MB over the `large` ones; give both and the seconds."""
    payloads = {size: b"x" * SIZES[size] for size in due}
    for channel in ends:
        mine = [size for size in due if _may_take(channel, size, large)]
        trips = [TRIPS if SIZES[size] < 10**6 else 1 for size in mine]
        _tell(pipe, channel, 1 + sum(trips))
        _trip(ends[channel], FIRST)  # in which the child turns to this channel
        for size, count in zip(mine, trips):
            seconds = sorted(_trip(ends[channel], payloads[size]) for _ in range(count))
            yield channel, size, seconds[count // 2]


def _may_take(channel: str, size: str, large: "Collection[str]" = TAKES_100_MB) -> bool:
    if channel == "SharedMemory" and not has_room(2 * SIZES[size]):
        return False
    return size != "100 MB" or channel in large


def child(pipe: "Connection[Any, Any]", address: "tuple[str, int]", queues: "Queues") -> None:
    """Acknowledge with its length each message of the channel that the parent names."""
    from multiprocessing.connection import Client
    from multiprocessing.process import current_process

    with Client(address, authkey=bytes(current_process().authkey)) as socket:
        ends = ends_of_child(pipe, socket, queues)
        for channel, count in iter(pipe.recv, None):
            receive, acknowledge = ends[channel]
            for _ in range(count):
                acknowledge(len(receive()))


def _tell(pipe: "Connection[Any, Any]", channel: str, count: int) -> None:
    """Announce to the child so many messages; the thread has but one channel."""
    if channel != THREAD:
        pipe.send((channel, count))


def _trip(ends: "tuple[Callable[..., Any], Callable[..., Any]]", payload: bytes) -> float:
    send, acknowledged = ends
    begun = time.perf_counter()
    send(payload)
    size = acknowledged()
    seconds = time.perf_counter() - begun
    if size != len(payload):
        raise RuntimeError("%d bytes of %d arrived" % (size, len(payload)))
    return seconds


def _compared(fastest: "dict[str, float]", this: str, other: str) -> str:
    return "slower" if fastest[this] > fastest[other] else "faster"
