"""The ways to hand a message to a child or a thread, which acknowledges each with its length.

For each, the parent has a function that sends and one that waits for the acknowledgement; the other side has
one that receives and one that acknowledges.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.managers import SyncManager
    from multiprocessing.shared_memory import SharedMemory
    from typing import Any, Callable, Optional

    Ends = dict[str, tuple[Callable[..., Any], Callable[..., Any]]]
    Queues = dict[str, tuple[Any, Any]]

THREAD = "thread's queue.Queue"


def make_queues(ctx: "BaseContext", manager: "SyncManager") -> "Queues":
    """One of each kind for the messages, and one for the acknowledgements."""
    return {
        "SimpleQueue": (ctx.SimpleQueue(), ctx.SimpleQueue()),
        "Queue": (ctx.Queue(), ctx.Queue()),
        "Manager().Queue": (manager.Queue(), manager.Queue()),
    }


def ends_of_parent(pipe: "Connection[Any, Any]", socket: "Connection[Any, Any]", queues: "Queues") -> "Ends":
    block = Block(pipe)
    ends: "Ends" = {
        "Pipe bytes": (pipe.send_bytes, pipe.recv),
        "Pipe": (pipe.send, pipe.recv),
        "Pipe, out of band": (lambda payload: _send_out_of_band(pipe, payload), pipe.recv),
        "socket": (socket.send, socket.recv),
    }
    ends.update((name, (there.put, back.get)) for name, (there, back) in queues.items())
    ends["SharedMemory"] = (block.send, block.acknowledged)
    return ends


def ends_of_child(pipe: "Connection[Any, Any]", socket: "Connection[Any, Any]", queues: "Queues") -> "Ends":
    ends: "Ends" = {
        "Pipe bytes": (pipe.recv_bytes, pipe.send),
        "Pipe": (pipe.recv, pipe.send),
        "Pipe, out of band": (lambda: _receive_out_of_band(pipe), pipe.send),
        "socket": (socket.recv, socket.send),
    }
    ends.update((name, (there.get, back.put)) for name, (there, back) in queues.items())
    ends["SharedMemory"] = (lambda: _copy(*pipe.recv()), pipe.send)
    return ends


class Acknowledger:
    """A thread that gets what is put into a queue.Queue: the reference, as nothing is copied."""

    def __init__(self) -> None:
        import queue
        import threading

        self._there: "queue.Queue[Optional[bytes]]" = queue.Queue()
        self._back: "queue.Queue[int]" = queue.Queue()
        self.ends = (self._there.put, self._back.get)
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "Acknowledger":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._there.put(None)
        self._thread.join()

    def _run(self) -> None:
        for payload in iter(self._there.get, None):
            self._back.put(len(payload))


class Block:
    """A message by SharedMemory: create a block, copy in, send its name; unlink it when it was read."""

    def __init__(self, pipe: "Connection[Any, Any]") -> None:
        self._pipe = pipe

    def send(self, payload: bytes) -> None:
        from multiprocessing.shared_memory import SharedMemory

        self._block: "SharedMemory" = SharedMemory(create=True, size=len(payload))
        self._block.buf[: len(payload)] = payload  # type: ignore[index,unused-ignore]
        self._pipe.send((self._block.name, len(payload)))

    def acknowledged(self) -> int:
        size: int = self._pipe.recv()
        self._block.close()
        self._block.unlink()
        return size


def _copy(name: str, size: int) -> bytes:
    from multiprocessing.shared_memory import SharedMemory

    block = SharedMemory(name)
    payload = bytes(block.buf[:size])  # type: ignore[index,unused-ignore]
    block.close()
    return payload


def _send_out_of_band(pipe: "Connection[Any, Any]", payload: bytes) -> None:
    """Pickle what is around the data, and send the data itself beside it, uncopied (PEP 574)."""
    import pickle

    buffers: "list[pickle.PickleBuffer]" = []
    around = pickle.dumps(pickle.PickleBuffer(payload), protocol=5, buffer_callback=buffers.append)
    pipe.send_bytes(around)
    pipe.send_bytes(buffers[0])


def _receive_out_of_band(pipe: "Connection[Any, Any]") -> bytes:
    import pickle

    around = pipe.recv_bytes()
    payload: bytes = pickle.loads(around, buffers=[pipe.recv_bytes()])
    return payload
