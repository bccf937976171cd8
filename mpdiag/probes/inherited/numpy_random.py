"""numpy's global random state in children, after the main program seeded it.

Simulations and data loaders that call `numpy.random.rand()` in workers rely on different numbers.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP106"
REVISION = 1
QUICK = False
ROWS = {"inherit.numpy-random": "numpy.random.rand() after seed(n)"}
EXPECTATION = {
    "inherit.numpy-random": {
        "fork": "the parent's numbers",
        "spawn": "other numbers",
        "forkserver": "other numbers",
    },
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.parent import Unavailable

    try:
        import numpy as np  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        raise Unavailable("numpy is not installed") from None

    np.random.seed(1)
    first, second = cell.start(number), cell.start(number)
    if first == second == number():
        return {"inherit.numpy-random": "the parent's numbers"}
    return {"inherit.numpy-random": "alike in all children" if first == second else "other numbers"}


def number() -> float:
    import numpy as np

    return float(np.random.rand())
