"""The main program is killed while its children run.

Out-of-memory killers and impatient supervisors do this; what lives on keeps memory, ports and files.
"""

from mpdiag.cell.program import run_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
QUICK = False
SCHEDULE = "shared"
DEADLINE = 60
ROWS = {
    "life.parent-killed": "main is killed, a child still runs",
    "life.parent-killed:daemon": "main is killed, a daemon still runs",
}

PROGRAM = """
import os
import signal
import sys
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait

def outlive(name, ready):
    ready.send(name)
    if wait([parent_process().sentinel], 20):
        os.write(1, (name + " lives on\\n").encode())  # in one piece: both write at the same time

if __name__ == "__main__":
    ctx = get_context(sys.argv[1])
    reader, writer = ctx.Pipe(duplex=False)
    for name in "child", "daemon":
        ctx.Process(target=outlive, args=(name, writer), daemon=name == "daemon").start()
        reader.recv()
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return dict.fromkeys(ROWS, "lives on")


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """Wait until nobody holds the program's output any more: then its children have ended, too."""
    lines = run_program(PROGRAM, cell.method, patience=25.0).out.splitlines()
    return {
        "life.parent-killed": "lives on" if "child lives on" in lines else "dies with it",
        "life.parent-killed:daemon": "lives on" if "daemon lives on" in lines else "dies with it",
    }
