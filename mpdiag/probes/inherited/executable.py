"""The program that multiprocessing starts as a child's interpreter.

Applications that embed Python set it, because their sys.executable is no Python.
"""

from mpdiag.cell.program import run_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP306"
REVISION = 1
QUICK = False
ROWS = {
    "propagate.set-executable": "what is run by the given executable",
    "propagate.set-executable:missing": "executable that does not exist",
}
EXPECTATION = {
    "propagate.set-executable": {
        "fork": "nothing",
        "spawn": "every child",
        "forkserver": "the fork server",
        # The executable is a shell script here.
        "windows": None,
    },
    "propagate.set-executable:missing": {
        "fork": "works",
        # What is to exec it has no way to report. It may be gone already when it is written to.
        "spawn": ("dies: exit code 255", "fails in start()"),
        "forkserver": "fails in start()",
        "windows": "fails in start()",
    },
}

SCRIPT = """\
#!/bin/sh
echo "$*" >> %s/started
exec %s "$@"
"""

MISSING = """
import sys
from multiprocessing import get_context

def work():
    pass

if __name__ == "__main__":
    ctx = get_context(sys.argv[1])
    ctx.set_executable("no-such-folder/python")
    process = ctx.Process(target=work, daemon=True)
    try:
        process.start()
    except (OSError, EOFError):
        print("fails in start()")  # by one of five exceptions, for it depends on who is faster
    else:
        process.join(10)
        print("works" if process.exitcode == 0 else "dies: exit code %s" % process.exitcode)
"""


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Start two children by a script that notes how it was called."""
    import os
    import sys

    program = run_program(MISSING, cell.method)
    cell.observe("propagate.set-executable:missing", program.out.strip() or program.err)
    if not hasattr(os, "fork"):
        return
    script = os.path.join(cell.folder, "python")
    with open(script, "w") as file:
        file.write(SCRIPT % (cell.folder, sys.executable))
    os.chmod(script, 0o700)
    ctx.set_executable(script)
    for _ in range(2):
        cell.start(str)
    cell.observe("propagate.set-executable", _what(_started()))


def _started() -> "list[str]":
    """The command lines, without that of the resource tracker, which is no child."""
    try:
        with open("started") as lines:
            return [line for line in lines if "resource_tracker" not in line]
    except FileNotFoundError:
        return []


def _what(commands: "list[str]") -> str:
    if not commands:
        return "nothing"
    if len(commands) == 2 and all("spawn_main" in command for command in commands):
        return "every child"
    if len(commands) == 1 and "forkserver" in commands[0]:
        return "the fork server"
    return "others: %d programs" % len(commands)
