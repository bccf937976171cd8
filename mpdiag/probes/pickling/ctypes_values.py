"""ctypes values sent to a child and back, before and after one was shared.

Programs that hold structures of a C library in their objects rely on this.
"""

from mpdiag.cell.kinds import Kind, causes, expected, rows
from mpdiag.cell.travel import travel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features


def number() -> "Any":
    import ctypes

    return ctypes.c_double(1)


def number_once_shared() -> "Any":
    import ctypes
    import multiprocessing

    # Making a shared value registers a reducer for every value of its type.
    multiprocessing.RawValue(ctypes.c_short)
    return ctypes.c_short(1)


def pointer() -> "Any":
    import ctypes

    return ctypes.pointer(ctypes.c_double(1))


def worth_one(item: "Any") -> bool:
    return bool(item.value == 1)


REVISION = 1
QUICK = False
FACT = "pickle.ctypes"
KINDS = {
    "ctypes value": Kind(number, worth_one, None, FACT),
    "ctypes value of a shared type": Kind(
        number_once_shared, worth_one, "RuntimeError", FACT, at_start="AttributeError"
    ),
    "ctypes pointer": Kind(pointer, lambda item: item.contents.value == 1, "ValueError", FACT),
}
ROWS = rows(KINDS, {FACT: "ctypes values sent back"})
CAUSE = causes(KINDS, {FACT: "MP202"})


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return expected(KINDS, method, features, "result")


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    return travel(cell, __name__, "result")
