"""A process's states from before its start to after close().

Supervising code polls is_alive() and exitcode, and waits for sentinels.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "life.is-alive:unstarted": "is_alive() before start()",
    "life.is-alive:running": "is_alive() while it runs",
    "life.is-alive:joined": "is_alive() after join()",
    "life.exitcode:running": "exitcode while it runs",
    "life.join-timeout": "join(timeout) of a running child",
    "life.sentinel": "sentinel of a running child",
    "life.sentinel:ended": "sentinel of a child that ended",
    "life.active-children": "active_children() while it runs",
    "life.close": "exitcode after close()",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "life.is-alive:unstarted": "false",
        "life.is-alive:running": "true",
        "life.is-alive:joined": "false",
        "life.exitcode:running": "none",
        "life.join-timeout": "returns none",
        "life.sentinel": "not ready",
        "life.sentinel:ended": "ready",
        "life.active-children": "lists it",
        "life.close": "raises ValueError",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Ask at every stage of one child, which ends when it is told to."""
    from multiprocessing import active_children
    from multiprocessing.connection import wait

    orders, ours = ctx.Pipe(duplex=False)
    process = ctx.Process(target=child, args=(orders,), daemon=True)  # type: ignore[attr-defined]
    cell.observe("life.is-alive:unstarted", _word(process.is_alive()))
    process.start()
    cell.observe("life.is-alive:running", _word(process.is_alive()))
    cell.observe("life.exitcode:running", _word(process.exitcode))
    cell.observe("life.join-timeout", "returns " + _word(process.join(0.01)))
    cell.observe("life.sentinel", "ready" if wait([process.sentinel], 0) else "not ready")
    cell.observe("life.active-children", "lists it" if process in active_children() else "misses it")
    ours.send("end")
    cell.observe("life.sentinel:ended", "ready" if wait([process.sentinel], 10) else "not ready")
    process.join(10)
    cell.observe("life.is-alive:joined", _word(process.is_alive()))
    process.close()
    try:
        cell.observe("life.close", _word(process.exitcode))
    except ValueError:
        cell.observe("life.close", "raises ValueError")


def child(orders: "Connection[Any, Any]") -> None:
    """Run until told to end."""
    orders.recv()


def _word(value: object) -> str:
    return str(value).lower()
