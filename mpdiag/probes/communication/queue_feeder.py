"""When an item is sent that was put into a Queue: later, by a thread.

put() only hands it over. Programs that look whether the queue is empty, change the item, or rely on the order
of two processes are surprised, though seldom: here the thread is held at the first item until the others have
acted.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    import threading
    from multiprocessing.context import BaseContext
    from typing import Any, Iterator

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "shared"
QUICK = False
ROWS = {
    "ipc.put-is-later:get-nowait": "Queue.get_nowait() after put()",
    "ipc.put-is-later:order": "Queue: put() here, then put() in a child",
    "ipc.put-is-later:order-simple": "SimpleQueue: put() here, then in a child",
    "ipc.put-is-later:changed": "list changed after Queue.put()",
    "ipc.put-is-later:changed-simple": "list changed after SimpleQueue.put()",
}
PATIENCE = 10.0


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "ipc.put-is-later:get-nowait": "raises Empty",
        "ipc.put-is-later:order": "turned round",
        "ipc.put-is-later:order-simple": "kept",
        "ipc.put-is-later:changed": "the change arrives",
        "ipc.put-is-later:changed-simple": "arrives as it was",
    }


class Late:
    """An item that is pickled only when the gate opens."""

    def __init__(self, gate: "threading.Event") -> None:
        self._gate = gate

    def __reduce__(self) -> "tuple[type[str], tuple[str]]":
        self._gate.wait(PATIENCE)
        return str, ("first",)


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Put a late item and a list behind it; change the list, and let a child put one too."""
    import threading

    queue: "Any" = ctx.Queue()
    simple: "Any" = ctx.SimpleQueue()
    gate = threading.Event()
    changed, changed_simple = ["as it was"], ["as it was"]
    try:
        with cell.steps(child, queue, simple) as steps:
            next(steps)
            queue.put(Late(gate))
            simple.put("first")
            cell.observe("ipc.put-is-later:get-nowait", _get_nowait(queue))
            queue.put(changed)
            simple.put(changed_simple)
            changed.append("changed")
            changed_simple.append("changed")
            next(steps)
        received = [queue.get(timeout=PATIENCE)]
        gate.set()
        received += [queue.get(timeout=PATIENCE), queue.get(timeout=PATIENCE)]
    finally:
        gate.set()
        queue.close()
        queue.join_thread()  # in this parent other probes fork later
    turned = received[:2] == ["from the child", "first"]
    cell.observe("ipc.put-is-later:order", "turned round" if turned else "kept")
    cell.observe("ipc.put-is-later:changed", _state(received[2]))
    first, sent, last = [simple.get() for _ in range(3)]
    kept = (first, last) == ("first", "from the child")
    cell.observe("ipc.put-is-later:order-simple", "kept" if kept else "turned round")
    cell.observe("ipc.put-is-later:changed-simple", _state(sent))


def child(queue: "Any", simple: "Any") -> "Iterator[None]":
    """Put an item into both after the parent, and see it on its way."""
    yield None
    simple.put("from the child")
    queue.put("from the child")
    queue.close()
    queue.join_thread()
    yield None


def _get_nowait(queue: "Any") -> str:
    from queue import Empty

    try:
        queue.get_nowait()
    except Empty:
        return "raises Empty"
    return "returns the item"


def _state(received: "list[str]") -> str:
    return "the change arrives" if received == ["as it was", "changed"] else "arrives as it was"
