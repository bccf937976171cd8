"""The niceness, raised before and after a first child.

Programs that lower their priority before they start workers rely on this.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP102"
REVISION = 1
QUICK = False
ROWS = {
    "inherit.nice-affinity-rlimits:niceness": "niceness set before any child",
    "inherit.nice-affinity-rlimits:niceness-late": "niceness set after a first child",
}
EXPECTATION = {
    "inherit.nice-affinity-rlimits:niceness": {
        "fork": "changed value",
        "spawn": "changed value",
        "forkserver": "changed value",
        "windows": None,
    },
    "inherit.nice-affinity-rlimits:niceness-late": {
        "fork": "changed value",
        "spawn": "changed value",
        "forkserver": "value at server start",
        "windows": None,
    },
}

HIGHEST = 19


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.parent import Unavailable

    if not hasattr(os, "nice"):
        raise Unavailable("no os.nice()")
    initial = os.nice(0)
    if initial + 2 > HIGHEST:
        raise Unavailable("mpdiag runs at niceness %d already: it cannot be raised twice" % initial)
    os.nice(1)
    early = cell.start(child) - initial
    os.nice(1)
    late = cell.start(child) - initial
    return {
        "inherit.nice-affinity-rlimits:niceness": {
            0: "initial value",
            1: "changed value",
        }.get(early, "another value"),
        "inherit.nice-affinity-rlimits:niceness-late": {
            0: "initial value",
            1: "value at server start",
            2: "changed value",
        }.get(late, "another value"),
    }


def child() -> int:
    return os.nice(0)
