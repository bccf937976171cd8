"""The fork server is killed while one of its children is at work.

Clean-up scripts and out-of-memory killers hit it, because it looks like an idle Python. It alone learns
how its children end, so their exit codes are lost with it.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell

CAUSE = "MP404"
REVISION = 1
ROWS = {
    "startup.forkserver-killed": "child whose fork server was killed",
    "startup.forkserver-killed:exit-code": "exit code that its parent sees",
    "startup.forkserver-killed:next-start": "fork server of the next start()",
}
EXPECTATION = {
    "startup.forkserver-killed": {"fork": None, "spawn": None, "forkserver": "goes on"},
    "startup.forkserver-killed:exit-code": {"fork": None, "spawn": None, "forkserver": "255"},
    "startup.forkserver-killed:next-start": {"fork": None, "spawn": None, "forkserver": "a new server"},
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.parent import PATIENCE, Unavailable

    if cell.method != "forkserver":
        raise Unavailable("there is no fork server")
    import os
    import signal
    from multiprocessing import forkserver

    ours, theirs = ctx.Pipe()
    process = ctx.Process(target=child, args=(theirs,))  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    ours.recv()
    server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    os.kill(server, signal.SIGKILL)
    process.join(PATIENCE)
    cell.observe("startup.forkserver-killed:exit-code", str(process.exitcode))
    ours.send("still there?")
    cell.observe("startup.forkserver-killed", "goes on" if ours.poll(PATIENCE) and _answer(ours) else "dies")
    if hasattr(os, "waitid"):
        # Its descriptors are closed before it counts as dead, and start() asks for that.
        os.waitid(os.P_PID, server, os.WEXITED | os.WNOWAIT)
    cell.start(str)
    another = forkserver._forkserver._forkserver_pid != server  # type: ignore[attr-defined]
    return {"startup.forkserver-killed:next-start": "a new server" if another else "the old server"}


def child(parent: "Connection[Any, Any]") -> None:
    parent.send("begun")
    parent.send(parent.recv() == "still there?")


def _answer(child: "Connection[Any, Any]") -> bool:
    """What the child answers; then wait until it has ended, which nobody else would do."""
    try:
        answer = bool(child.recv())
        while True:
            child.recv()
    except EOFError:
        return answer
