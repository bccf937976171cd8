"""Ctrl-C in a terminal: SIGINT to the whole process group.

Every process gets its own KeyboardInterrupt, hence the many tracebacks.
"""

import os

from mpdiag.cell.program import run_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP408"
REVISION = 1
SCHEDULE = "shared"
DEADLINE = 60
ROWS = {
    "life.ctrl-c:parent": "Ctrl-C: main",
    "life.ctrl-c:child": "Ctrl-C: a child",
    "life.ctrl-c:helpers": "Ctrl-C: starting another child afterwards",
}

PROGRAM = """
import os
import signal
import sys
import time
from multiprocessing import get_context

def work(answers):
    try:
        answers.send("ready")
        time.sleep(10)
        answers.send("child is spared")
    except KeyboardInterrupt:
        answers.send("child is interrupted")

def answer(answers):
    answers.send("another starts")

if __name__ == "__main__":
    os.setpgid(0, 0)  # a group of our own, as a shell gives to each command
    ctx = get_context(sys.argv[1])
    reader, writer = ctx.Pipe(duplex=False)
    ctx.Process(target=work, args=(writer,), daemon=True).start()
    reader.recv()
    try:
        os.killpg(0, signal.SIGINT)
        time.sleep(10)
    except KeyboardInterrupt:
        print("main is interrupted")
    print(reader.recv())
    ctx.Process(target=answer, args=(writer,), daemon=True).start()
    print(reader.recv() if reader.poll(10) else "another is mute")
"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if features.windows:
        return dict.fromkeys(ROWS)
    return {
        "life.ctrl-c:parent": "is interrupted",
        "life.ctrl-c:child": "is interrupted",
        "life.ctrl-c:helpers": "works",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """The program signals its own group, which we are not in."""
    from mpdiag.cell.parent import Unavailable

    if not hasattr(os, "killpg"):
        raise Unavailable("this system has no process groups to signal")
    lines = run_program(PROGRAM, cell.method, patience=25.0).out.splitlines()
    return {
        "life.ctrl-c:parent": "is interrupted" if "main is interrupted" in lines else "is spared",
        "life.ctrl-c:child": "is interrupted" if "child is interrupted" in lines else "is spared",
        "life.ctrl-c:helpers": "works" if "another starts" in lines else "fails",
    }
