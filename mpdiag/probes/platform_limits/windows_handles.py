"""A handle of the parent that was made inheritable, seen from a child.

Only handles that travel inside a Connection, socket or lock reach a child on Windows.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP120"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "os-only.windows-handles": "inheritable handle of a file",
    "os-only.windows-handles:sent": "handle inside a Connection",
}
EXPECTATION = {
    "os-only.windows-handles": {"fork": None, "spawn": None, "forkserver": None, "windows": "closed"},
    "os-only.windows-handles:sent": {"fork": None, "spawn": None, "forkserver": None, "windows": "works"},
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import os

    from mpdiag.cell.parent import Unavailable

    try:
        import msvcrt
    except ImportError:
        raise Unavailable("this system has descriptors, not handles") from None
    reader, writer = ctx.Pipe(duplex=False)
    with open("parents", "wb") as file, reader, writer:
        handle = msvcrt.get_osfhandle(file.fileno())  # type: ignore[attr-defined]
        os.set_handle_inheritable(handle, True)  # type: ignore[attr-defined]
        seen = cell.start(child, handle, _identity(file.fileno()), writer)
        sent = reader.recv() if reader.poll(10) else "hangs"
    return {"os-only.windows-handles": seen, "os-only.windows-handles:sent": sent}


def child(handle: int, identity: "tuple[int, int]", writer: "object") -> str:
    """The number may be that of another handle here: it is looked at, and never closed."""
    import msvcrt

    writer.send("works")  # type: ignore[attr-defined]
    try:
        number = msvcrt.open_osfhandle(handle, 0)  # type: ignore[attr-defined]
        return "open" if _identity(number) == identity else "closed"
    except OSError:
        return "closed"


def _identity(number: int) -> "tuple[int, int]":
    import os

    status = os.fstat(number)
    return status.st_dev, status.st_ino
