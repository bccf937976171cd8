"""Text that stands in the buffer of an open file when a child starts or ends.

Programs that write a log or a table through an open file object rely on this.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import IO, Optional

    from mpdiag.cell.parent import Cell

CAUSE = "MP111"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "inherit.unflushed-child-files": "file that the child leaves open",
    "inherit.unflushed-parent-files": "parent's unwritten text, child flushes",
}
EXPECTATION = {
    "inherit.unflushed-child-files": {"fork": "lost", "spawn": "saved", "forkserver": "lost"},
    "inherit.unflushed-parent-files": {
        "fork": "written twice",
        "spawn": "written once",
        "forkserver": "written once",
    },
}

TIMES = {0: "lost", 1: "written once", 2: "written twice"}

stream: "Optional[IO[str]]" = None


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    global stream
    cell.start(leave_open)
    child_text = text_of("child.txt")

    with open("parent.txt", "w", encoding="utf-8") as stream:
        stream.write("text;")
        cell.start(flush)
    return {
        "inherit.unflushed-child-files": "saved" if child_text == "text;" else "lost",
        "inherit.unflushed-parent-files": TIMES[text_of("parent.txt").count("text;")],
    }


def leave_open() -> None:
    global stream
    stream = open("child.txt", "w", encoding="utf-8")
    stream.write("text;")


def flush() -> None:
    if stream is not None:
        stream.flush()


def text_of(name: str) -> str:
    with open(name, encoding="utf-8") as file:
        return file.read()
