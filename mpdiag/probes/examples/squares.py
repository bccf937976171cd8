"""Squares of a list of large numbers with four processes.

The program that introduces `Pool.map` in most tutorials; the numbers have many digits, so
that a square is worth sending.
"""

from mpdiag.probes.examples.study import study

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell


def serial(numbers: "list[int]") -> "list[int]":
    return [square(number) for number in numbers]


def parallel(ctx: "BaseContext", numbers: "list[int]") -> "list[int]":
    with ctx.Pool(4) as pool:
        return pool.map(square, numbers)


def square(number: int) -> int:
    return number * number


CAUSE = "MP101"
REVISION = 1
ROWS = {
    "example.squares:result": "squares with four processes",
    "example.squares:global": "squares: global set by the program",
}
EXPECTATION = {
    "example.squares:result": dict.fromkeys(("fork", "spawn", "forkserver"), "same as serial"),
    "example.squares:global": {
        "fork": "changed value",
        "spawn": "initial value",
        "forkserver": "initial value",
    },
}
SCHEDULE = "timed"
KEY = ("serial", "parallel")
BUDGET = {"quick": 0.1, "default": 0.7, "rigorous": 20.0}

setting = "initial value"


def find_setting() -> str:
    return setting


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    global setting
    setting = "changed value"
    digits, count = {"quick": (20000, 30), "default": (60000, 30), "rigorous": (60000, 100)}[cell.effort]
    numbers = [10**digits // 7 + i for i in range(count)]
    return study(
        cell,
        "example.squares",
        lambda: serial(numbers),
        lambda ctx: parallel(ctx, numbers),
        find_setting,
    )
