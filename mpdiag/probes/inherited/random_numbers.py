"""Random numbers in children, after the main program seeded its generators.

Simulations and shuffles in workers rely on this: on being different from each other, or on being repeatable.
"""

import random

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = {"inherit.random-global": "MP107", "inherit.random-instance": "MP106"}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "inherit.random-global": "random.random() after random.seed(n)",
    "inherit.random-instance": "a global random.Random(n)",
}
EXPECTATION = {
    "inherit.random-global": {
        "fork": "other numbers",
        "spawn": "other numbers",
        "forkserver": "other numbers",
    },
    "inherit.random-instance": {
        "fork": "the parent's numbers",
        "spawn": "other numbers",
        "forkserver": "other numbers",
    },
}

generator = random.Random()


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    random.seed(1)
    generator.seed(1)
    children = [cell.start(numbers), cell.start(numbers)]
    ours = numbers()
    return {name: _compared(ours[i], [child[i] for child in children]) for i, name in enumerate(ROWS)}


def numbers() -> "tuple[float, float]":
    return random.random(), generator.random()


def _compared(ours: float, theirs: "list[float]") -> str:
    if theirs == [ours, ours]:
        return "the parent's numbers"
    return "alike in all children" if theirs[0] == theirs[1] else "other numbers"
