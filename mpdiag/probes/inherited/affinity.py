"""The set of CPUs the process may use, changed before and after a first child.

Programs that pin themselves to some cores before they start workers rely on this.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP102"
REVISION = 1
QUICK = False
ROWS = {
    "inherit.nice-affinity-rlimits:affinity": "CPU affinity set before any child",
    "inherit.nice-affinity-rlimits:affinity-late": "CPU affinity set after a first child",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    late = "value at server start" if method == "forkserver" else "changed value"
    return {
        "inherit.nice-affinity-rlimits:affinity": "changed value" if features.has_affinity else None,
        "inherit.nice-affinity-rlimits:affinity-late": late if features.has_affinity else None,
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.parent import Unavailable

    if not hasattr(os, "sched_setaffinity"):
        raise Unavailable("no os.sched_setaffinity()")
    initial = sorted(os.sched_getaffinity(0))
    if len(initial) < 2:
        raise Unavailable("mpdiag may use only one CPU: there is nothing to choose from")
    os.sched_setaffinity(0, initial[:1])
    early = cell.start(child)
    os.sched_setaffinity(0, initial[1:])
    late = cell.start(child)
    return {
        "inherit.nice-affinity-rlimits:affinity": _words(early, initial[:1], []),
        "inherit.nice-affinity-rlimits:affinity-late": _words(late, initial[1:], initial[:1]),
    }


def child() -> "list[int]":
    return sorted(os.sched_getaffinity(0))


def _words(seen: "list[int]", now: "list[int]", before: "list[int]") -> str:
    if seen == now:
        return "changed value"
    return "value at server start" if seen == before else "another value"
