"""Where the memory of Value and Array lies.

Containers with a small /dev/shm, or none, change the place: large arrays then fail, or end in a temporary
folder on a disk.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
QUICK = False
ROWS = {
    "memory.ctypes-arena": "memory of Value and Array",
    "memory.ctypes-arena:child": "its place in the child",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if features.windows:
        return {"memory.ctypes-arena": "named mapping", "memory.ctypes-arena:child": "the same"}
    place = "the temporary folder" if features.macos else ("/dev/shm", "the temporary folder")
    where = tuple("unlinked file in " + name for name in ([place] if isinstance(place, str) else place))
    return {"memory.ctypes-arena": where, "memory.ctypes-arena:child": "the same"}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    array = ctx.Array("i", 10)
    same = cell.start(child, array) == identity(array)
    return {
        "memory.ctypes-arena": _place(array),
        "memory.ctypes-arena:child": "the same" if same else "another",
    }


def child(array: "Any") -> "object":
    return identity(array)


def identity(array: "Any") -> "object":
    """What two processes must have in common to see the same memory."""
    import os

    arena = _arena(array)
    if not hasattr(arena, "fd"):
        return arena.name
    file = os.fstat(arena.fd)
    return file.st_dev, file.st_ino


def _arena(array: "Any") -> "Any":
    """The block of memory that multiprocessing.heap has taken for it."""
    (arena, _, _), _ = array.get_obj()._wrapper._state
    return arena


def _place(array: "Any") -> str:
    import os
    import tempfile

    arena = _arena(array)
    if not hasattr(arena, "fd"):
        return "named mapping"
    file = os.fstat(arena.fd)
    kind = "file" if file.st_nlink else "unlinked file"
    for name, folder in (("/dev/shm", "/dev/shm"), ("the temporary folder", tempfile.gettempdir())):
        if os.path.isdir(folder) and os.stat(folder).st_dev == file.st_dev:
            return "%s in %s" % (kind, name)
    return kind + " elsewhere"
