"""Time children from start() to join(), with a main file as light as a small user's.

The child's function stands in the main file, so that a child imports nothing of ours, and
writes its time into a file: a pipe or queue as an argument would make it import
`multiprocessing.connection` before its first line. The clock of `time.perf_counter` is the
same in all processes of a machine.
"""

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any

MAIN = """\
import os
import time


def child(path, *data):
    now = time.perf_counter()
    file = os.open(path, os.O_WRONLY)
    os.write(file, b"%20.9f" % now)
    os.close(file)


"""
"""Top of the main file; the number of characters written is fixed, so that nothing old remains."""


class Stopwatch:
    """Times children of this program's main file, which begins with `MAIN`."""

    def __init__(self, ctx: "BaseContext") -> None:
        self._ctx = ctx
        self._child = sys.modules["__main__"].child
        self._path = os.path.abspath("first line")
        with open(self._path, "w"):
            pass

    def warm_up(self, *data: "Any") -> None:
        """The first child of a program is another quantity: it imports, and starts helpers."""
        self.time(*data)

    def time(self, *data: "Any") -> "tuple[float, float, float]":
        """Seconds from calling start() until it returns, the child's first line, and join()'s return."""
        process = self._ctx.Process(target=self._child, args=(self._path, *data))  # type: ignore[attr-defined]
        begun = time.perf_counter()
        process.start()
        returned = time.perf_counter()
        process.join()  # a time limit would bring another way of waiting; the cell's own is enough
        joined = time.perf_counter()
        if process.exitcode != 0:
            raise RuntimeError("the timed child ended with exit code %s" % process.exitcode)
        with open(self._path) as file:
            first = float(file.read())
        return returned - begun, first - begun, joined - begun
