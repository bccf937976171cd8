"""What the main file imports is imported again by every spawned child.

Command-line tools import their libraries at the top of the main file, and each worker pays for them even
where it needs none. A fork server that has preloaded them hands them on to its children.
"""

from mpdiag.cell.timing import MAIN as SMALL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP303"
REVISION = 1
QUICK = False
SCHEDULE = "timed"
BUDGET = {"quick": 0.45, "default": 2.5, "rigorous": 15.0}
KEY = ("first line",)
ROWS: "dict[str, str]" = {}
EXPECTATION: "dict[str, dict[str, str]]" = {}

LIBRARIES = "argparse asyncio csv dataclasses http.client json logging.config pathlib zipfile".split()
"""What a tool with a network client and a few file formats has loaded, at least."""

LARGE = "import " + ", ".join(LIBRARIES) + "\n" + SMALL
# With nothing imported it is `later_child`.
VARIANTS = {"imported": LARGE, "preloaded": LARGE + "PRELOAD = %r\n\n\n" % LIBRARIES}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import sys

    from mpdiag.cell.parent import Unavailable
    from mpdiag.cell.timing import Stopwatch

    preload = getattr(sys.modules["__main__"], "PRELOAD", None)
    if preload:
        if cell.method != "forkserver":
            raise Unavailable("only a fork server preloads")
        ctx.set_forkserver_preload(preload)
    stopwatch = Stopwatch(ctx)
    stopwatch.warm_up()
    for _ in cell.rounds():
        _, first, joined = stopwatch.time()
        cell.sample("first line", "s", first)
        cell.sample("start to join", "s", joined)
    return {}
