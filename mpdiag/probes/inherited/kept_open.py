"""What stays open because a child that never uses it has a copy.

Servers that rebind their port, readers that wait for the end of a pipe and users of file locks rely on this.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from typing import Any, Iterator, Optional

    from mpdiag.cell.parent import Cell

CAUSE = {"inherit.listening-socket": "MP110", "inherit.pipe-eof": "MP110", "inherit.flock": "MP109"}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "inherit.listening-socket": "port, after the parent closed the listener",
    "inherit.pipe-eof": "end of a pipe, after the parent closed it",
    "inherit.flock": "flock(), after the parent closed the file",
}
EXPECTATION = {
    "inherit.listening-socket": {"fork": "busy", "spawn": "free", "forkserver": "free"},
    "inherit.pipe-eof": {
        "fork": "seen when the child ends",
        "spawn": "seen at once",
        "forkserver": "seen at once",
    },
    "inherit.flock": {
        "fork": "still locked",
        "spawn": "free",
        "forkserver": "free",
        "windows": "not available",
    },
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import socket

    listener = socket.create_server(("127.0.0.1", 0))
    address = listener.getsockname()
    reader, writer = ctx.Pipe(False)
    locked = _locked()
    with cell.steps(child) as bystander:
        next(bystander)
        listener.close()
        writer.close()
        if locked is not None:
            os.close(locked)
        observations: "dict[str, object]" = {
            "inherit.listening-socket": _port_state(address),
            "inherit.flock": "not available" if locked is None else _lock_state(),
        }
        seen_at_once = _at_end(reader, 0)
    if seen_at_once:
        observations["inherit.pipe-eof"] = "seen at once"
    else:
        observations["inherit.pipe-eof"] = "seen when the child ends" if _at_end(reader, 5) else "hangs"
    return observations


def child() -> "Iterator[bool]":
    """Lives, and uses nothing of the parent's."""
    yield True


def _port_state(address: "tuple[str, int]") -> str:
    import errno
    import socket

    # Plain bind: create_server would set SO_REUSEADDR.
    with socket.socket() as again:
        try:
            again.bind(address)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            return "busy"
    return "free"


def _locked() -> "Optional[int]":
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock
    except ImportError:
        return None
    descriptor = os.open("locked", os.O_RDWR | os.O_CREAT)
    flock(descriptor, LOCK_EX | LOCK_NB)
    return descriptor


def _lock_state() -> str:
    from fcntl import LOCK_EX, LOCK_NB, flock

    again = os.open("locked", os.O_RDWR)
    try:
        flock(again, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return "still locked"
    finally:
        os.close(again)
    return "free"


def _at_end(reader: "Connection[Any, Any]", patience: float) -> bool:
    try:
        if not reader.poll(patience):
            return False
        reader.recv()
    except (EOFError, BrokenPipeError):  # Windows: already poll() raises
        return True
    raise AssertionError("nobody has written into this pipe")
