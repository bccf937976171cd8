"""Whether a child exists already when start() finds that it cannot pickle.

On Windows it does. It dies with an EOFError of its own, printed beside the parent's traceback, and
people look at the wrong one.
"""

from mpdiag.cell.program import run_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP202"
REVISION = 1
SCHEDULE = "waiting"
DEADLINE = 60
QUICK = False
ROWS = {"os-only.windows-pickle-after-launch": "child of a start() that cannot pickle"}
EXPECTATION = {
    "os-only.windows-pickle-after-launch": {
        "fork": None,
        "spawn": "none",
        "forkserver": "none",
        "windows": "started",
    },
}

PROGRAM = """
import os
import sys
import threading
import time
from multiprocessing import get_context

# A child reads first what it needs to run this file again, and only then its Process object.
with open("seen", "a") as file:
    print(os.getpid(), file=file)

def seen_by():
    with open("seen") as file:
        return set(file.read().split())

if __name__ == "__main__":
    process = get_context(sys.argv[1]).Process(target=print, args=(threading.Lock(),))
    try:
        process.start()
    except TypeError as error:
        # The child gets its pipe from us, by a handle that lives as long as this traceback.
        deadline = time.monotonic() + float(sys.argv[2])
        while len(seen_by()) == 1 and time.monotonic() < deadline:
            time.sleep(0.05)
        print("started" if len(seen_by()) > 1 else "none")
"""


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.parent import Unavailable

    if cell.method == "fork":
        raise Unavailable("fork pickles nothing when it starts a child")
    import os

    # Long where a child is expected; else no more than a child needs that is launched before pickling.
    patience = 3.0 if hasattr(os, "fork") else 20.0
    program = run_program(PROGRAM, cell.method, str(patience), patience=40.0)
    if not program.out:
        raise RuntimeError(program.err)
    return {"os-only.windows-pickle-after-launch": program.out.strip()}
