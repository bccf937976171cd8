"""How much a pipe takes that nobody reads.

Within it send() returns at once; beyond it waits for the reader. A program that never reads works
with small results, and hangs with large ones.
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
    "limits.pipe-capacity": "what Pipe(duplex=False) takes unread",
    "limits.pipe-capacity:duplex": "what Pipe() takes unread",
}
PIECE = bytes(1024)
MOST = 16 << 20


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if features.windows:
        return dict.fromkeys(ROWS)
    if features.macos:
        # Its pipes grow from 16 KiB while the kernel has memory for pipes; a socket pair takes 8 KiB
        # (sysctl net.local.stream.sendspace).
        return {
            "limits.pipe-capacity": ("at least 64 KiB", "less than 64 KiB"),
            "limits.pipe-capacity:duplex": "less than 64 KiB",
        }
    return {"limits.pipe-capacity": "at least 64 KiB", "limits.pipe-capacity:duplex": "at least 64 KiB"}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """Write until it would block."""
    from mpdiag.cell.parent import Unavailable

    reader, writer = ctx.Pipe(duplex=False)
    if type(writer).__name__ == "PipeConnection":
        raise Unavailable("a pipe is a named pipe here, which takes one message of any size")
    one, other = ctx.Pipe()
    with reader, writer, one, other:
        return {"limits.pipe-capacity": _fill(writer), "limits.pipe-capacity:duplex": _fill(one)}


def _fill(end: "Connection[Any, Any]") -> str:
    import os

    os.set_blocking(end.fileno(), False)
    taken = 0
    try:
        while taken < MOST:
            taken += os.write(end.fileno(), PIECE)
    except BlockingIOError:
        pass
    return "at least 64 KiB" if taken >= 65536 else "less than 64 KiB"
