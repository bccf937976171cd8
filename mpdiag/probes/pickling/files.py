"""Open files, buffers and paths sent to a child and back.

Programs that give an open file to a worker, alone or inside an object, rely on this.
"""

from mpdiag.cell.kinds import Kind, causes, expected, rows
from mpdiag.cell.travel import travel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features


def path() -> str:
    import os

    name = "read-%d.txt" % os.getpid()
    with open(name, "w") as file:
        file.write("content")
    return name


def directory_entry() -> "Any":
    import os

    name = path()
    with os.scandir() as entries:
        return next(entry for entry in entries if entry.name == name)


def mapping() -> "Any":
    import mmap

    memory = mmap.mmap(-1, 7)
    memory.write(b"content")
    memory.seek(0)
    return memory


def temporary(kind: str) -> "Any":
    import tempfile

    file = getattr(tempfile, kind)()
    file.write(b"content")
    file.seek(0)
    return file


def exists(item: "Any") -> bool:
    import os

    return os.path.exists(item.name)


def path_object() -> "Any":
    import pathlib

    return pathlib.Path(path())


def text_buffer() -> "Any":
    import io

    return io.StringIO("content")


def byte_buffer() -> "Any":
    import io

    return io.BytesIO(b"content")


def read(item: "Any") -> bool:
    # Where parent and child share one offset, the second reader would find the end.
    if hasattr(item, "seek"):
        item.seek(0)
    return (item.read_text() if hasattr(item, "read_text") else item.read()) in ("content", b"content")


REVISION = 1
SCHEDULE = "shared"
DEADLINE = 60  # on Windows, each failed start has a child that loads for nothing
FACT = "pickle.files"
KINDS = {
    "text file": Kind(lambda: open(path()), read, "TypeError", FACT),
    "binary file": Kind(lambda: open(path(), "rb"), read, "TypeError", FACT),
    "unbuffered file": Kind(lambda: open(path(), "rb", 0), read, "TypeError", FACT),
    "temporary file": Kind(lambda: temporary("TemporaryFile"), read, "TypeError", FACT),
    "named temporary file": Kind(lambda: temporary("NamedTemporaryFile"), read, "TypeError", FACT),
    "spooled file": Kind(lambda: temporary("SpooledTemporaryFile"), read, None, FACT),
    "memory map": Kind(mapping, read, "TypeError"),
    "directory entry": Kind(directory_entry, exists, "TypeError"),
    "string buffer": Kind(text_buffer, read, None, FACT),
    "byte buffer": Kind(byte_buffer, read, None, FACT),
    "path": Kind(path_object, read),
}
ROWS = rows(KINDS, {FACT: "files as arguments"})
CAUSE = causes(KINDS, {FACT: "MP202"})


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return expected(KINDS, method, features)


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    return travel(cell, __name__)
