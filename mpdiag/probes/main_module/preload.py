"""Modules that the fork server cannot import, and a list that comes too late.

Programs that preload their heavy modules under forkserver rely on this.
"""

from mpdiag.probes.main_module.outcome import SERVER_DIED, outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP308"
REVISION = 1
QUICK = False
ROWS = {
    "forkserver.preload-import-error": "preloaded module is missing",
    "forkserver.preload-import-error:ValueError": "preloaded module raises ValueError",
    "forkserver.preload-late": "preload list set after the first child",
}

# Small, in every CPython, and imported by nothing else.
EARLY, LATE = "colorsys", "stringprep"

BROKEN = """\
from multiprocessing import get_context

def work():
    print("worked", flush=True)

if __name__ == "__main__":
    ctx = get_context("forkserver")
    ctx.set_forkserver_preload(["broken"])
    child = ctx.Process(target=work)
    child.start()
    child.join()
"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if method != "forkserver":
        return dict.fromkeys(ROWS)
    return {
        "forkserver.preload-import-error": "ignored",
        "forkserver.preload-import-error:ValueError": SERVER_DIED,
        "forkserver.preload-late": "no effect",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.parent import Unavailable
    from mpdiag.cell.program import run_program

    if cell.method != "forkserver":
        raise Unavailable("only a fork server preloads")
    ctx.set_forkserver_preload(["no_such_module", EARLY])
    preloaded = EARLY in cell.start(loaded)
    ctx.set_forkserver_preload([EARLY, LATE])
    late = LATE in cell.start(loaded)
    with open("broken.py", "w") as broken:
        broken.write("raise ValueError\n")
    return {
        "forkserver.preload-import-error": "ignored" if preloaded else "fails: the rest is not preloaded",
        "forkserver.preload-import-error:ValueError": outcome(run_program(BROKEN)),
        "forkserver.preload-late": "takes effect" if late else "no effect",
    }


def loaded() -> "list[str]":
    """Of the two modules, those that the child has without importing them."""
    import sys

    return [name for name in (EARLY, LATE) if name in sys.modules]
