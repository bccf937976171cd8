"""Whether None and small integers are immortal.

Their reference counts are never written, so that the pages they lie on stay shared after fork; statistics
made from reference counts of constants are wrong.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "shared"
ROWS = {"memory.immortal": "None and the integer 1 are"}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {"memory.immortal": "immortal" if features.immortal_objects else "counted"}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    return {"memory.immortal": cell.start(child)}


def child() -> str:
    import sys

    kinds = set()
    for constant in (None, 1):
        before = sys.getrefcount(constant)
        held = [constant] * 1000
        kinds.add("immortal" if sys.getrefcount(constant) == before else "counted")
        del held
    return " and ".join(sorted(kinds))
