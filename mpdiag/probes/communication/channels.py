"""How fast Pipe, the queues and SharedMemory are between parent and child.

The latency is the time from sending 100 bytes until a short acknowledgement is back; the
throughput that of one message of a megabyte. Latencies come in two modes, a factor of two to
four apart, by where the system runs the two ends: the spread says more than the median.
"""

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.shared_memory import SharedMemory
    from typing import Any, Callable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

    Ends = dict[str, tuple[Callable[..., Any], Callable[..., Any]]]

CAUSE = "MP507"
REVISION = 1
SCHEDULE = "timed"
BUDGET = {"quick": 0.25, "default": 2.0, "rigorous": 12.0}
ROWS = {"block.Manager:cost": "Manager().Queue(), compared with a Pipe"}

SMALL = bytes(100)
LARGE = bytes(2**20)
TRIPS = 15


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {"block.Manager:cost": "slower"}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """Measure all channels in each round, against one child that acknowledges."""
    from multiprocessing.shared_memory import SharedMemory

    first = SharedMemory(create=True, size=1)  # starts the resource tracker that the child has to share
    first.close()
    first.unlink()
    with ctx.Manager() as manager:
        queues: "dict[str, tuple[Any, Any]]" = {
            "SimpleQueue": (ctx.SimpleQueue(), ctx.SimpleQueue()),
            "Queue": (ctx.Queue(), ctx.Queue()),
            "Manager().Queue": (manager.Queue(), manager.Queue()),
        }
        pipe, theirs = ctx.Pipe()
        process = ctx.Process(target=child, args=(theirs, queues), daemon=True)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        ends: "Ends" = {"Pipe": (pipe.send, pipe.recv)}
        ends.update((name, (there.put, back.get)) for name, (there, back) in queues.items())
        shared = Shared(pipe)
        ends["SharedMemory"] = (shared.send, shared.acknowledged)

        latencies: "dict[str, list[float]]" = {name: [] for name in ends}
        for _ in cell.rounds():
            for name, (send, acknowledged) in ends.items():
                pipe.send((name, 1 + TRIPS + 1))
                _trip(send, acknowledged, SMALL)  # in which the child turns to this channel
                trips = sorted(_trip(send, acknowledged, SMALL) for _ in range(TRIPS))
                latencies[name].append(trips[TRIPS // 2])
                cell.sample(name + " latency", "s", trips[TRIPS // 2])
                cell.sample(name + " throughput", "byte/s", len(LARGE) / _trip(send, acknowledged, LARGE))
        pipe.send(None)
        process.join(10)
    # The fastest of each: a round may be slow for reasons of its own.
    slower = min(latencies["Manager().Queue"]) > min(latencies["Pipe"])
    return {"block.Manager:cost": "slower" if slower else "as fast"}


def child(pipe: "Connection[Any, Any]", queues: "dict[str, tuple[Any, Any]]") -> None:
    """Acknowledge with its length each message of the channel that the parent names."""
    ends: "Ends" = {"Pipe": (pipe.recv, pipe.send)}
    ends.update((name, (there.get, back.put)) for name, (there, back) in queues.items())
    ends["SharedMemory"] = (lambda: _copy(*pipe.recv()), pipe.send)
    for name, count in iter(pipe.recv, None):
        receive, acknowledge = ends[name]
        for _ in range(count):
            acknowledge(len(receive()))


class Shared:
    """A message by SharedMemory: create a block, copy in, send its name; unlink it when it was read."""

    def __init__(self, pipe: "Connection[Any, Any]") -> None:
        self._pipe = pipe

    def send(self, payload: bytes) -> None:
        from multiprocessing.shared_memory import SharedMemory

        self._block: "SharedMemory" = SharedMemory(create=True, size=len(payload))
        self._block.buf[: len(payload)] = payload  # type: ignore[index]
        self._pipe.send((self._block.name, len(payload)))

    def acknowledged(self) -> int:
        size: int = self._pipe.recv()
        self._block.close()
        self._block.unlink()
        return size


def _copy(name: str, size: int) -> bytes:
    from multiprocessing.shared_memory import SharedMemory

    block = SharedMemory(name)
    payload = bytes(block.buf[:size])  # type: ignore[index]
    block.close()
    return payload


def _trip(send: "Callable[[bytes], None]", acknowledged: "Callable[[], int]", payload: bytes) -> float:
    begun = time.perf_counter()
    send(payload)
    size = acknowledged()
    seconds = time.perf_counter() - begun
    if size != len(payload):
        raise RuntimeError("%d bytes of %d arrived" % (size, len(payload)))
    return seconds
