"""sys.argv, changed by the main program before and after a first child.

Workers that parse the command line themselves rely on this.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "propagate.argv": "sys.argv changed before any child",
    "propagate.argv:late": "sys.argv changed after a first child",
}
EXPECTATION = dict.fromkeys(ROWS, dict.fromkeys(("fork", "spawn", "forkserver"), "changed value"))


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    initial = list(sys.argv)
    try:
        sys.argv.append("--early")
        early = cell.start(arguments)
        sys.argv.append("--late")
        late = cell.start(arguments)
    finally:
        sys.argv[:] = initial
    return {
        "propagate.argv": "changed value" if "--early" in early else "initial value",
        "propagate.argv:late": "changed value" if "--late" in late else "initial value",
    }


def arguments() -> "list[str]":
    return sys.argv
