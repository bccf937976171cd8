"""The position of a data file that is opened once and kept in a global.

Readers of one open file that start workers rely on this: HDF5, tar, database and index files.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from io import FileIO
    from multiprocessing.context import BaseContext
    from typing import Optional

    from mpdiag.cell.parent import Cell

CAUSE = "MP109"
REVISION = 1
SCHEDULE = "shared"
ROWS = {"inherit.file-offset": "parent's position, after the child's seek()"}
EXPECTATION = {
    "inherit.file-offset": {"fork": "moved", "spawn": "unmoved", "forkserver": "unmoved"},
}

NAME = "data"
PARENT, CHILD = 3, 7

_opened: "Optional[FileIO]" = None


def data() -> "FileIO":
    """Open the file at the first call in a process, as caches of open files do."""
    global _opened
    if _opened is None:
        _opened = open(NAME, "rb", buffering=0)
    return _opened


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    with open(NAME, "wb") as file:
        file.write(b"0123456789")
    with data():
        data().seek(PARENT)
        cell.start(child)
        position = data().tell()
    return {"inherit.file-offset": {PARENT: "unmoved", CHILD: "moved"}.get(position, "at %d" % position)}


def child() -> None:
    data().seek(CHILD)
