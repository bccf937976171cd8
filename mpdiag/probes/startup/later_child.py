"""Every further child of a program, from start() to its first line and to join().

Programs that start a process for each task pay this for each task. The main file is as light as one can
be: what it imports is paid on top.
"""

from mpdiag.cell.timing import MAIN as MAIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP501"
REVISION = 1
SCHEDULE = "timed"
BUDGET = {"quick": 0.6, "default": 3.0, "rigorous": 20.0}
KEY = ("first line", "start to join")
ROWS: "dict[str, str]" = {}
EXPECTATION: "dict[str, dict[str, str]]" = {}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.timing import Stopwatch

    stopwatch = Stopwatch(ctx)
    stopwatch.warm_up()
    for _ in cell.rounds():
        returned, first, joined = stopwatch.time()
        cell.sample("start() returns", "s", returned)
        cell.sample("first line", "s", first)
        cell.sample("start to join", "s", joined)
    return {}
