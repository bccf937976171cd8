"""How long the path of a Unix socket may be, and what a long TMPDIR does.

The fork server and managers listen at sockets in the temporary folder. Build farms and batch systems
give deep ones.
"""

from mpdiag.cell.program import run_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP607"
REVISION = 1
QUICK = False
SCHEDULE = "shared"
ROWS = {
    "os-only.macos-socket-path": "longest path of a Unix socket",
    "ipc.long-tmpdir": "child, where TMPDIR is very long",
    "ipc.long-tmpdir:manager": "Manager, where TMPDIR is very long",
}

LONG = 120
PROGRAM = """
import sys
from multiprocessing import get_context

def work():
    pass

def outcome(call):
    try:
        call()
        return "works"
    except (OSError, EOFError) as error:
        return "raises " + type(error).__name__

def run():
    process = ctx.Process(target=work)
    process.start()
    process.join()

if __name__ == "__main__":
    ctx = get_context(sys.argv[1])
    print(outcome(run))
    print(outcome(ctx.Manager))
"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if features.windows:
        # Python has no Unix sockets there: managers listen at named pipes.
        return {
            "os-only.macos-socket-path": None,
            "ipc.long-tmpdir": "works",
            "ipc.long-tmpdir:manager": "works",
        }
    refused: "object" = "raises OSError"
    lost: "object" = "raises EOFError"  # the error ends the manager's process, and start() sees only that
    if features.avoids_long_socket_paths is None:
        refused, lost = ("works", refused), ("works", lost)
    elif features.avoids_long_socket_paths:
        refused = lost = "works"
    return {
        # One less than sockaddr_un.sun_path has bytes.
        "os-only.macos-socket-path": 103 if features.macos else 107,
        "ipc.long-tmpdir": refused if method == "forkserver" else "works",
        "ipc.long-tmpdir:manager": refused if method == "forkserver" else lost,
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    import os
    import socket

    folder = os.path.join(cell.folder, "t" * LONG)
    os.mkdir(folder)
    program = run_program(PROGRAM, cell.method, environ={"TMPDIR": folder})
    answers = program.out.splitlines()
    if len(answers) != 2:
        raise RuntimeError(program.err)
    cell.observe("ipc.long-tmpdir", answers[0])
    cell.observe("ipc.long-tmpdir:manager", answers[1])
    if hasattr(socket, "AF_UNIX"):
        cell.observe("os-only.macos-socket-path", _longest())


def _longest() -> int:
    import os
    import socket

    for length in range(LONG, 0, -1):
        path = "s" * length
        with socket.socket(socket.AF_UNIX) as listener:
            try:
                listener.bind(path)
            except OSError:
                continue
        os.unlink(path)
        return length
    return 0
