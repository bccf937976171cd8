"""A Process runs its target, or its own run(), in another process.

Everything else in multiprocessing is built on this.
"""

import multiprocessing
import os

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
    "block.Process": "Process with a target and arguments",
    "block.Process:subclass": "subclass of Process with run()",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return dict.fromkeys(ROWS, "runs in another process")


class Worker(multiprocessing.Process):
    """As a user writes it: attributes set in the parent are read by run()."""

    def __init__(self, answers: "Connection[Any, Any]", greeting: str) -> None:
        super().__init__(daemon=True)
        self.answers = answers
        self.greeting = greeting

    def run(self) -> None:
        self.answers.send((self.greeting, os.getpid()))


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Call the target with positional and keyword arguments; then start the subclass."""
    cell.observe("block.Process", _verdict(cell.start(child, "hello")))
    reader, writer = ctx.Pipe(duplex=False)
    worker = Worker(writer, "hello")  # of the default context, which is this cell's
    worker.start()
    cell.observe("block.Process:subclass", _verdict(reader.recv() if reader.poll(10) else ("", 0)))
    worker.join(10)


def child(greeting: str) -> "tuple[str, int]":
    """Return the argument and the process's id."""
    return greeting, os.getpid()


def _verdict(answer: "tuple[str, int]") -> str:
    greeting, pid = answer
    if greeting != "hello":
        return "fails: no answer"
    return "runs in another process" if pid != os.getpid() else "runs in the same process"
