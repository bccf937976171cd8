"""Which program runs as the child of a program in a virtual environment.

On Windows it is the base Python, told by a variable whose environment it serves: tools that look for
workers by the path of their program miss them.
"""

from mpdiag.cell.program import run_command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
QUICK = False
ROWS = {
    "os-only.windows-venv": "program of a child in a virtual environment",
    "os-only.windows-venv:executable": "its sys.executable",
}

PROGRAM = """
import ctypes
import os
import sys
from multiprocessing import get_context

def program():
    if hasattr(ctypes, "WinDLL"):
        path = ctypes.create_unicode_buffer(1024)
        ctypes.WinDLL("kernel32").GetModuleFileNameW(None, path, 1024)
        return path.value
    try:
        with open("/proc/self/cmdline") as file:
            return file.read().split(chr(0))[0]
    except OSError:
        return "unknown"

def child(writer):
    writer.send((program(), sys.executable))

def where(path):
    if path == "unknown":
        return path
    folder = os.path.normcase(os.path.abspath(os.path.dirname(path)))
    home = os.path.normcase(os.path.abspath("environment"))
    return "the environment's" if folder.startswith(home) else "the base Python's"

if __name__ == "__main__":
    ctx = get_context(sys.argv[1])
    reader, writer = ctx.Pipe(duplex=False)
    ctx.Process(target=child, args=(writer,), daemon=True).start()
    writer.close()
    for path in reader.recv():
        print(where(path))
"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    # Not observed on macOS, which has no /proc that tells by which name a program was started.
    elsewhere = None if features.macos else "the environment's"
    return {
        "os-only.windows-venv": "the base Python's" if features.windows else elsewhere,
        "os-only.windows-venv:executable": "the environment's",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import os

    from mpdiag.cell.parent import Unavailable

    try:
        from venv import EnvBuilder
    except ImportError:
        raise Unavailable("this Python has no module venv") from None
    posix = hasattr(os, "fork")
    EnvBuilder(symlinks=posix, with_pip=False).create("environment")
    python = os.path.join("environment", "bin" if posix else "Scripts", "python")
    with open("program.py", "w") as file:
        file.write(PROGRAM)
    program = run_command([os.path.abspath(python), "program.py", cell.method])
    answers = program.out.splitlines()
    if len(answers) != len(ROWS):
        raise RuntimeError(program.err)
    return {row: answer for row, answer in zip(ROWS, answers) if answer != "unknown"}
