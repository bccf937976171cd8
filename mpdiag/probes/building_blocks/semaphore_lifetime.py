"""A lock that is made in the argument list of Process(), and kept by nobody else.

`Process(args=(Lock(),))` is how examples are often shortened.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.synchronize import Lock
    from typing import Any, Callable

    from mpdiag.cell.parent import Cell

CAUSE = "MP405"
REVISION = 1
SCHEDULE = "shared"
ROWS = {"block.Lock:unreferenced": "Lock that only the arguments refer to"}
EXPECTATION = {
    "block.Lock:unreferenced": {
        "fork": "works",
        "spawn": "dies: exit code 1",
        "forkserver": "dies: exit code 1",
        "windows": "works",
    },
}
PATIENCE = 20.0


class Gate:
    """Unpickled before the lock: holds a child there until start() has returned in the parent."""

    def __init__(self, orders: "Connection[Any, Any]") -> None:
        self._orders = orders

    def __reduce__(self) -> "tuple[Callable[..., None], tuple[Connection[Any, Any]]]":
        return pass_gate, (self._orders,)


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """Let go of the lock by starting the process: start() forgets the arguments."""
    from mpdiag.cell.endings import ending

    orders, ours = ctx.Pipe(duplex=False)
    process = ctx.Process(  # type: ignore[attr-defined]
        target=child, args=(Gate(orders), ctx.Lock()), daemon=True
    )
    process.start()
    ours.send("go on")
    process.join(PATIENCE)
    if process.exitcode == 0:
        return {"block.Lock:unreferenced": "works"}
    died = process.exitcode is not None
    return {"block.Lock:unreferenced": "dies: " + ending(process.exitcode) if died else "hangs"}


def pass_gate(orders: "Connection[Any, Any]") -> None:
    """What unpickling a Gate calls."""
    orders.recv()


def child(gate: "object", lock: "Lock") -> None:
    """Use the lock."""
    with lock:
        pass
