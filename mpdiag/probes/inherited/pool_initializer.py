"""A pool's initializer, and a global without one.

Configuration, connections and seeds for workers belong there: it works everywhere.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP101"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "inherit.pool-initializer": "global set by a pool's initializer",
    "inherit.pool-initializer:without": "global set before the pool is made",
}
EXPECTATION = {
    "inherit.pool-initializer": dict.fromkeys(("fork", "spawn", "forkserver"), "changed value"),
    "inherit.pool-initializer:without": {
        "fork": "changed value",
        "spawn": "initial value",
        "forkserver": "initial value",
    },
}

PATIENCE = 10.0

set_by_initializer = "initial value"
set_by_parent = "initial value"


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    global set_by_parent
    set_by_parent = "changed value"
    with ctx.Pool(1, initializer=initialize, initargs=("changed value",)) as pool:
        found = pool.apply_async(task).get(PATIENCE)
        pool.close()
        pool.join()
    return dict(found)


def initialize(value: str) -> None:
    global set_by_initializer
    set_by_initializer = value


def task() -> "dict[str, str]":
    return {
        "inherit.pool-initializer": set_by_initializer,
        "inherit.pool-initializer:without": set_by_parent,
    }
