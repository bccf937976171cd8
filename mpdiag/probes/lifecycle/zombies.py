"""A child that has ended and was not joined yet, and os.waitpid() on it.

Init processes and supervisors that reap all children by os.waitpid() rely on being the parent.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP404"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "life.zombies": "a child that ended and was not joined",
    "life.zombies:waitpid": "os.waitpid() on a child",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if features.windows:
        return dict.fromkeys(ROWS)
    if method == "forkserver":
        return {"life.zombies": "is gone", "life.zombies:waitpid": "raises ChildProcessError"}
    return {"life.zombies": "stays as a zombie", "life.zombies:waitpid": "tells its status"}


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Let a child end; look for its pid before anybody waits for it, then wait as a supervisor does."""
    from multiprocessing.connection import wait

    from mpdiag.cell.parent import Unavailable

    if not hasattr(os, "WNOHANG"):
        raise Unavailable("processes leave no zombies on this system")
    process = ctx.Process(target=child)  # type: ignore[attr-defined]
    process.start()
    wait([process.sentinel], 10)
    # A fork server has reaped the child before it makes the sentinel ready.
    try:
        os.kill(process.pid, 0)
        cell.observe("life.zombies", "stays as a zombie")
    except ProcessLookupError:
        cell.observe("life.zombies", "is gone")
    try:
        os.waitpid(process.pid, 0)
        cell.observe("life.zombies:waitpid", "tells its status")
    except ChildProcessError:
        cell.observe("life.zombies:waitpid", "raises ChildProcessError")


def child() -> None:
    """End at once."""
