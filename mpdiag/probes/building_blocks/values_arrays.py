"""Value and Array: numbers that parent and child both read and write.

Progress counters and result buffers rely on this.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.sharedctypes import Synchronized, SynchronizedArray
    from typing import Any, Iterator

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "block.Value": "Value, changed by both",
    "block.Array": "Array, changed by both",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return dict.fromkeys(ROWS, "carries data")


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Change both while the child stands still, and see what it made of them."""
    value = ctx.Value("i", 1)
    array = ctx.Array("i", 3)
    with cell.steps(child, value, array) as steps:
        next(steps)
        value.value = 20
        array[0] = 5
        next(steps)
        cell.observe("block.Value", "carries data" if value.value == 21 else "does not share")
        cell.observe("block.Array", "carries data" if array[:] == [5, 0, 6] else "does not share")


def child(value: "Synchronized[int]", array: "SynchronizedArray[Any]") -> "Iterator[None]":
    """Compute with what the parent wrote after the start."""
    yield None
    with value:
        value.value += 1
    with array:
        array[2] = array[0] + 1
    yield None
