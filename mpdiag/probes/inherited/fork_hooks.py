"""Callbacks registered with os.register_at_fork.

Libraries renew their locks, random state and connections in them.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP118"
REVISION = 1
SCHEDULE = "shared"
ROWS = {"inherit.at-fork-hooks": "os.register_at_fork callbacks that run"}
EXPECTATION = {
    "inherit.at-fork-hooks": {
        "fork": "before, parent, child",
        "spawn": "none",
        "forkserver": "none",
        "windows": "not available",
    },
}

called: "list[str]" = []


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import os

    if not hasattr(os, "register_at_fork"):
        return {"inherit.at-fork-hooks": "not available"}
    os.register_at_fork(
        before=lambda: called.append("before"),
        after_in_parent=lambda: called.append("parent"),
        after_in_child=lambda: called.append("child"),
    )
    in_child = cell.start(child)
    hooks = [hook for hook in ("before", "parent", "child") if hook in called + in_child]
    return {"inherit.at-fork-hooks": ", ".join(hooks) or "none"}


def child() -> "list[str]":
    return called
