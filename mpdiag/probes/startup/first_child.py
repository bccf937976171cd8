"""The first child of a program, which pays for helpers and imports as well.

Command-line tools that start one pool and end, and test suites that start a program for every test,
pay this each time. A fork server and a resource tracker are interpreters of their own.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP501"
REVISION = 1
SCHEDULE = "timed"
BUDGET = {"quick": 0.4, "default": 3.0, "rigorous": 20.0}
KEY = ("first line",)
ROWS: "dict[str, str]" = {}
EXPECTATION: "dict[str, dict[str, str]]" = {}

PROGRAM = """\
import multiprocessing
import sys
import time


def child(path):
    now = time.perf_counter()
    with open(path, "w") as file:
        file.write(repr(now))


if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    process = multiprocessing.Process(target=child, args=("first line",))
    begun = time.perf_counter()
    process.start()
    returned = time.perf_counter()
    process.join()
    joined = time.perf_counter()
    with open("first line") as file:
        first = float(file.read())
    print(returned - begun, first - begun, joined - begun)
"""


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import time

    from mpdiag.cell.program import run_program

    run_program(PROGRAM, cell.method)  # what is compiled and cached once
    for _ in cell.rounds():
        begun = time.perf_counter()
        ended = run_program(PROGRAM, cell.method)
        cell.sample("whole program", "s", time.perf_counter() - begun)
        if ended.code != 0:
            raise RuntimeError("the timed program failed: " + ended.err)
        returned, first, joined = map(float, ended.out.split())
        cell.sample("start() returns", "s", returned)
        cell.sample("first line", "s", first)
        cell.sample("start to join", "s", joined)
    return {}
