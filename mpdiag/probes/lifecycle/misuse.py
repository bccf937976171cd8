"""Calls on a Process object that is not in the right state for them.

Most checks are assertions: they tell mistakes, and code should not catch them.
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
    "life.misuse-errors:join-unstarted": "join() before start()",
    "life.misuse-errors:terminate-unstarted": "terminate() before start()",
    "life.misuse-errors:sentinel-unstarted": "sentinel before start()",
    "life.misuse-errors:start-twice": "start() a second time",
    "life.misuse-errors:daemon-started": "daemon set after start()",
    "life.misuse-errors:close-running": "close() while it runs",
    "life.misuse-errors:join-closed": "join() after close()",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "life.misuse-errors:join-unstarted": "raises AssertionError",
        "life.misuse-errors:terminate-unstarted": "raises AttributeError",
        "life.misuse-errors:sentinel-unstarted": "raises ValueError",
        "life.misuse-errors:start-twice": "raises AssertionError",
        "life.misuse-errors:daemon-started": "raises AssertionError",
        "life.misuse-errors:close-running": "raises ValueError",
        "life.misuse-errors:join-closed": "raises ValueError",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Make every mistake with one child."""
    orders, ours = ctx.Pipe(duplex=False)
    process = ctx.Process(target=child, args=(orders,), daemon=True)  # type: ignore[attr-defined]
    cell.observe("life.misuse-errors:join-unstarted", _outcome(process.join))
    cell.observe("life.misuse-errors:terminate-unstarted", _outcome(process.terminate))
    cell.observe("life.misuse-errors:sentinel-unstarted", _outcome(lambda: process.sentinel))
    process.start()
    cell.observe("life.misuse-errors:start-twice", _outcome(process.start))
    cell.observe("life.misuse-errors:daemon-started", _outcome(lambda: setattr(process, "daemon", False)))
    cell.observe("life.misuse-errors:close-running", _outcome(process.close))
    ours.send("end")
    process.join(10)
    process.close()
    cell.observe("life.misuse-errors:join-closed", _outcome(process.join))


def child(orders: "Connection[Any, Any]") -> None:
    """Run until told to end."""
    orders.recv()


def _outcome(call: "Callable[[], object]") -> str:
    try:
        call()
    except Exception as error:
        return "raises " + type(error).__name__
    return "goes unnoticed"
