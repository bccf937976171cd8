"""Ctrl-C in a Windows console: an event for every process that is attached to it.

There are no process groups to signal: main, pool workers and grandchildren each get it.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP408"
REVISION = 1
SCHEDULE = "waiting"
DEADLINE = 60
ROWS = {
    "os-only.windows-ctrl-c": "console Ctrl-C: main",
    "os-only.windows-ctrl-c:child": "console Ctrl-C: a child",
    "os-only.windows-ctrl-c:other": "os.kill(child, 7)",
}

PROGRAM = """
import ctypes
import os
import signal
import sys
import time
from multiprocessing import get_context

def work(answers):
    try:
        answers.send("ready")
        time.sleep(10)
        answers.send("is spared")
    except KeyboardInterrupt:
        answers.send("is interrupted")

if __name__ == "__main__":
    ctx = get_context(sys.argv[1])
    reader, writer = ctx.Pipe(duplex=False)
    victim = ctx.Process(target=work, args=(writer,), daemon=True)
    victim.start()
    reader.recv()
    os.kill(victim.pid, 7)
    victim.join()
    print("exit code %d" % victim.exitcode)
    # Who ignores Ctrl-C hands that down; a console without a window has no one else's events.
    ctypes.windll.kernel32.SetConsoleCtrlHandler(None, False)
    ctx.Process(target=work, args=(writer,), daemon=True).start()
    reader.recv()
    try:
        os.kill(0, signal.CTRL_C_EVENT)
        time.sleep(10)
        print("is spared")
    except KeyboardInterrupt:
        print("is interrupted")
    except (OSError, SystemError):
        sys.exit()
    print(reader.recv())
"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if not features.windows:
        return dict.fromkeys(ROWS)
    return {
        "os-only.windows-ctrl-c": "is interrupted",
        "os-only.windows-ctrl-c:child": "is interrupted",
        "os-only.windows-ctrl-c:other": "exit code 7",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """Give the program a console of its own: the event reaches everyone in it."""
    import subprocess
    import sys

    from mpdiag.cell.parent import Unavailable

    if not hasattr(subprocess, "CREATE_NO_WINDOW"):
        raise Unavailable("this system has signals, not console events")
    with open("program.py", "w") as file:
        file.write(PROGRAM)
    program = subprocess.run(
        [sys.executable, "program.py", cell.method],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=45,
        creationflags=subprocess.CREATE_NO_WINDOW,
    )
    answers = program.stdout.splitlines()
    if not answers:
        raise RuntimeError(program.stderr)
    names = ("os-only.windows-ctrl-c:other", "os-only.windows-ctrl-c", "os-only.windows-ctrl-c:child")
    return dict(zip(names, answers))
