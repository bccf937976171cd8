"""A child that reads a pipe to its end, which another process holds open.

Programs that tell their workers to stop by closing a pipe rely on this.
"""

from mpdiag.cell.hang import Child, outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell

CAUSE = "MP110"
REVISION = 1
SCHEDULE = "waiting"
QUICK = False
ROWS = {
    "hazard.pipe-own-end": "reading to the end, having an end to write",
    "hazard.pipe-end-of-sibling": "the same, a sibling having that end",
}
EXPECTATION = {name: {"fork": "hangs", "spawn": "works", "forkserver": "works"} for name in ROWS}


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Close our end to write in the end: under spawn nobody else has one."""
    reader, writer = ctx.Pipe(False)
    name = "hazard.pipe-own-end"
    child = Child(cell, read_all, reader)
    writer.close()
    cell.observe(name, outcome(cell, name, child.ended, child=child))

    reader, writer = ctx.Pipe(False)
    name = "hazard.pipe-end-of-sibling"
    child = Child(cell, close_and_read_all, reader, writer)
    other_reader, other_writer = ctx.Pipe(False)
    sibling = Child(cell, close_and_read_all, other_reader, other_writer)
    writer.close()
    cell.observe(name, outcome(cell, name, child.ended, child=child, sibling=sibling))
    sibling.kill()


def read_all(reader: "Connection[Any, Any]") -> None:
    try:
        while True:
            reader.recv()
    except EOFError:
        pass


def close_and_read_all(reader: "Connection[Any, Any]", writer: "Connection[Any, Any]") -> None:
    """What a careful child does about its own copy of the end to write."""
    writer.close()
    read_all(reader)
