"""A child's start with arguments of 1 KB, 1 MB and 16 MB.

Programs that hand their data to each child: start() sends it through a pipe that holds 64 KB, and so waits
until the new interpreter is up and reads. Under fork nothing is sent.
"""

from mpdiag.cell.timing import MAIN as MAIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP505"
REVISION = 1
SCHEDULE = "timed"
BUDGET = {"quick": 0.4, "default": 2.2, "rigorous": 15.0}
KEY = ("first line, 16 MB",)
ROWS = {"startup.relative-cost:argument": "start() with an argument of 16 MB"}
EXPECTATION = {
    "startup.relative-cost:argument": {
        "fork": "returns at once",
        "spawn": "waits for the child",
        "forkserver": "waits for the child",
    },
}

SIZES = {"1 KB": 1 << 10, "1 MB": 1 << 20, "16 MB": 16 << 20}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.timing import Stopwatch

    arguments = {name: b"x" * size for name, size in SIZES.items()}
    stopwatch = Stopwatch(ctx)
    stopwatch.warm_up()
    best: "dict[str, float]" = {}
    for _ in cell.rounds():
        for name, argument in arguments.items():
            returned, first, joined = stopwatch.time(argument)
            cell.sample("start() returns, " + name, "s", returned)
            cell.sample("first line, " + name, "s", first)
            cell.sample("start to join, " + name, "s", joined)
            best[name] = min(returned, best.get(name, returned))
    if not best:
        return {}
    waits = best["16 MB"] > 3 * best["1 KB"]  # spawn: about 80 times, forkserver 20
    return {"startup.relative-cost:argument": "waits for the child" if waits else "returns at once"}
