"""Pipes between parent and child, one-way and duplex, and what they are made of.

Pipes are the fastest channel; their errors at a wrong or closed end are part of many protocols.
"""

import os

from mpdiag.probes.building_blocks.parcel import PARCEL, carried

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
    "block.Pipe:duplex": "Pipe(), there and back",
    "block.Pipe:one-way": "Pipe(duplex=False), from child to parent",
    "ipc.pipe-implementation:duplex": "what a duplex pipe is made of",
    "ipc.pipe-implementation:one-way": "what a one-way pipe is made of",
    "ipc.pipe-direction-errors:reader": "send() on the reading end",
    "ipc.pipe-direction-errors:writer": "recv() on the writing end",
    "ipc.pipe-direction-errors:closed": "recv() after the other end was closed",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "block.Pipe:duplex": "carries data",
        "block.Pipe:one-way": "carries data",
        "ipc.pipe-implementation:duplex": "named pipe" if features.windows else "unix socket pair",
        "ipc.pipe-implementation:one-way": "named pipe" if features.windows else "pipe",
        "ipc.pipe-direction-errors:reader": "raises OSError",
        "ipc.pipe-direction-errors:writer": "raises OSError",
        "ipc.pipe-direction-errors:closed": "raises EOFError",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Send there and back through one child; then look at the ends."""
    ours, theirs = ctx.Pipe()
    reader, writer = ctx.Pipe(duplex=False)
    ours.send(PARCEL)
    failure = cell.attempt(child, theirs, writer)
    cell.observe("block.Pipe:duplex", failure or carried(ours.recv()))
    cell.observe("block.Pipe:one-way", failure or carried(reader.recv()))
    cell.observe("ipc.pipe-implementation:duplex", _substance(ours))
    cell.observe("ipc.pipe-implementation:one-way", _substance(reader))
    cell.observe("ipc.pipe-direction-errors:reader", _outcome(reader.send, 1))
    cell.observe("ipc.pipe-direction-errors:writer", _outcome(writer.recv))
    writer.close()
    cell.observe("ipc.pipe-direction-errors:closed", _outcome(reader.recv))


def child(duplex: "Connection[Any, Any]", writer: "Connection[Any, Any]") -> None:
    """Send back what arrives, on both."""
    parcel = duplex.recv()
    duplex.send(parcel)
    writer.send(parcel)


def _substance(end: "Connection[Any, Any]") -> str:
    import stat

    if type(end).__name__ == "PipeConnection":
        return "named pipe"
    mode = os.fstat(end.fileno()).st_mode
    if stat.S_ISSOCK(mode):
        return "unix socket pair"
    return "pipe" if stat.S_ISFIFO(mode) else "something else"


def _outcome(call: "Callable[..., object]", *args: object) -> str:
    try:
        call(*args)
    except Exception as error:
        # A closed pipe may be reported by a subclass of OSError.
        return "raises OSError" if isinstance(error, OSError) else "raises " + type(error).__name__
    return "returns"
