"""Descriptors of the parent's open files, seen from the child.

Programs that keep a file in a global, or hand over `file.fileno()`, rely on this.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = {
    "inherit.fds": "MP109",
    "inherit.fds-inheritable": "MP109",
    "inherit.fd-as-int": "MP120",
    "inherit.fd-as-int:reused": "MP120",
}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "inherit.fds": "open descriptor",
    "inherit.fds-inheritable": "descriptor marked inheritable",
    "inherit.fd-as-int": "descriptor number as argument",
    "inherit.fd-as-int:reused": "descriptor number taken by the child's file",
}
EXPECTATION = {
    "inherit.fds": {"fork": "open", "spawn": "closed", "forkserver": "closed"},
    "inherit.fds-inheritable": {"fork": "open", "spawn": "closed", "forkserver": "closed"},
    "inherit.fd-as-int": {"fork": "works", "spawn": "raises OSError", "forkserver": "raises OSError"},
    "inherit.fd-as-int:reused": {"fork": "works", "spawn": "another file", "forkserver": "another file"},
}

CONTENT = b"the parent's"
# Above what any child has open by itself, so that finding it closed is no accident.
HIGH = 90
# A child opens files until the number is taken; the lowest free number is always taken first.
MANY = 100


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    with open("parents", "wb") as file:
        file.write(CONTENT)
    low = os.open("parents", os.O_RDONLY)
    plain = os.dup2(low, HIGH, inheritable=False)
    marked = os.dup2(low, HIGH + 1, inheritable=True)
    identity = _identity(low)
    try:
        observations: "dict[str, object]" = cell.start(child, low, plain, marked, identity)
        return observations
    finally:
        for number in (low, plain, marked):
            os.close(number)


def child(low: int, plain: int, marked: int, identity: "tuple[int, int]") -> "dict[str, object]":
    return {
        "inherit.fds": _state(plain, identity),
        "inherit.fds-inheritable": _state(marked, identity),
        "inherit.fd-as-int": _read(plain),
        "inherit.fd-as-int:reused": _read_after_opening_files(low),
    }


def _state(number: int, identity: "tuple[int, int]") -> str:
    try:
        return "open" if _identity(number) == identity else "another file"
    except OSError:
        return "closed"


def _read(number: int) -> str:
    try:
        os.lseek(number, 0, os.SEEK_SET)
        content = os.read(number, len(CONTENT))
    except OSError:
        return "raises OSError"
    return "works" if content == CONTENT else "another file"


def _read_after_opening_files(number: int) -> str:
    opened: "list[int]" = []
    try:
        while number not in opened and len(opened) < MANY and max(opened, default=0) < number:
            opened.append(os.open("childs", os.O_RDWR | os.O_CREAT))
        return _read(number)
    finally:
        for own in opened:
            os.close(own)


def _identity(number: int) -> "tuple[int, int]":
    # The number is soon used again for another file; only device and inode tell which file it is.
    status = os.fstat(number)
    return status.st_dev, status.st_ino
