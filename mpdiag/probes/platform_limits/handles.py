"""How many workers a pool may have, and how many objects wait() takes.

Windows waits for at most 63 handles; a machine with 64 processors meets that by default.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP601"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "ipc.worker-limit": "ProcessPoolExecutor(62)",
    "ipc.wait-64": "connection.wait() on 70 pipes",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "ipc.worker-limit": "raises ValueError" if features.windows else "accepted",
        "ipc.wait-64": "works" if features.waits_for_many_handles else "raises ValueError",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """No worker is started: the executor refuses in its constructor."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.connection import wait

    try:
        ProcessPoolExecutor(62, ctx).shutdown()
        workers = "accepted"
    except ValueError:
        workers = "raises ValueError"
    pipes = [ctx.Pipe(duplex=False) for _ in range(70)]
    readers = [reader for reader, _ in pipes]
    # The others stay silent: on Windows only those count that have to be waited for.
    pipes[-1][1].send("ready")
    try:
        waiting = "works" if wait(readers, 5) == readers[-1:] else "fails"
    except ValueError:
        waiting = "raises ValueError"
    return {"ipc.worker-limit": workers, "ipc.wait-64": waiting}
