"""What pickling adds to a message, by its content and by pickle protocol.

Programs that send lists and dicts pay more for this than for the pipe. All happens in the process that sends
and in the one that receives, so that the start method has no part in it.
"""

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Callable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "timed"
QUICK = False
BUDGET = {"quick": 0.1, "default": 0.2, "rigorous": 3.0}
KEY = ("dict of 100 kB, pickled",)
ROWS = {
    "ipc.out-of-band:bytearray": "data of a bytearray that is sent",
    "ipc.out-of-band:send": "data of a PickleBuffer that is sent",
    "ipc.out-of-band:callback": "data of a PickleBuffer, by buffer_callback=",
}

SIZE = 1000
MEGABYTE = 10**6


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "ipc.out-of-band:bytearray": "in the message",
        "ipc.out-of-band:send": "in the message" if features.pickle_protocol >= 5 else "raises PicklingError",
        "ipc.out-of-band:callback": "beside the message",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import pickle
    from multiprocessing.reduction import ForkingPickler

    by_callback = pickle.dumps(
        pickle.PickleBuffer(bytearray(SIZE)), protocol=5, buffer_callback=lambda buffer: None
    )
    found: "dict[str, object]" = {
        "ipc.out-of-band:bytearray": _sent(ctx, bytearray(SIZE)),
        "ipc.out-of-band:send": _sent(ctx, pickle.PickleBuffer(bytearray(SIZE))),
        "ipc.out-of-band:callback": _place(by_callback),
    }
    objects: "dict[str, object]" = {
        "bytes of 100 kB": b"x" * 100_000,
        "list of int of 100 kB": list(range(10**6, 10**6 + 20_000)),
        "list of str of 100 kB": ["%06d" % number for number in range(11_000)],
        "dict of 100 kB": {"%06d" % number: number for number in range(7_400)},
    }
    data = bytearray(MEGABYTE)
    for _ in cell.rounds():
        for name, sent in objects.items():
            begun = time.perf_counter()
            message = ForkingPickler.dumps(sent)
            pickled = time.perf_counter()
            pickle.loads(message)
            loaded = time.perf_counter()
            cell.sample(name + ", pickled", "s", pickled - begun)
            cell.sample(name + ", loaded", "s", loaded - pickled)
        for protocol in (4, 5):
            seconds = _time(lambda: pickle.dumps(data, protocol))
            cell.sample("bytearray of 1 MB, pickled by protocol %d" % protocol, "s", seconds)
        seconds = _time(
            lambda: pickle.dumps(pickle.PickleBuffer(data), protocol=5, buffer_callback=lambda buffer: None)
        )
        cell.sample("bytearray of 1 MB, pickled out of band", "s", seconds)
    return found


def _sent(ctx: "BaseContext", sent: object) -> str:
    reader, writer = ctx.Pipe(duplex=False)
    with reader, writer:
        try:
            writer.send(sent)
        except Exception as error:
            return "raises " + type(error).__name__
        return _place(reader.recv_bytes())


def _place(message: bytes) -> str:
    return "in the message" if len(message) > SIZE else "beside the message"


def _time(call: "Callable[[], object]") -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun
