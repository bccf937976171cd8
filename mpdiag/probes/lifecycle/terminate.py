"""What terminate() and kill() leave behind: exit code, finally blocks, locks.

Neither asks the child. SIGINT does: it is an exception there, and finally blocks run.
"""

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.synchronize import Lock
    from typing import Any

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP409"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "life.terminate-code:terminate": "exit code: terminate()",
    "life.terminate-code:kill": "exit code: kill()",
    "life.terminate-cleanup": "finally block on terminate()",
    "life.terminate-cleanup:interrupt": "finally block on SIGINT",
    "ipc.lock-after-kill": "a lock held by a child that is killed",
}
PATIENCE = 10.0


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "life.terminate-code:terminate": "killed by SIGTERM",
        "life.terminate-code:kill": "killed by SIGTERM" if features.windows else "killed by SIGKILL",
        "life.terminate-cleanup": "skipped",
        "life.terminate-cleanup:interrupt": None if features.windows else "runs",
        "ipc.lock-after-kill": "stays held",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """End three children in three ways, each while it holds or guards something."""
    from mpdiag.cell.endings import ending

    lock = ctx.Lock()
    children, readers = {}, []
    for way, target, subject in (
        ("terminate", guards, "terminated"),
        ("interrupt", guards, "interrupted"),
        ("kill", holds, lock),
    ):
        reader, writer = ctx.Pipe(duplex=False)
        process = ctx.Process(target=target, args=(writer, subject), daemon=True)  # type: ignore[attr-defined]
        process.start()
        children[way] = process
        readers.append(reader)
    for reader in readers:
        reader.recv()

    process = children["terminate"]
    process.terminate()
    process.join(PATIENCE)
    cell.observe("life.terminate-code:terminate", ending(process.exitcode))
    cell.observe("life.terminate-cleanup", "runs" if os.path.exists("terminated") else "skipped")

    process = children["kill"]
    process.kill()
    process.join(PATIENCE)
    cell.observe("life.terminate-code:kill", ending(process.exitcode))
    cell.observe("ipc.lock-after-kill", "is freed" if lock.acquire(False) else "stays held")

    process = children["interrupt"]
    if hasattr(os, "killpg"):  # elsewhere os.kill does not send a signal, it ends the process
        import signal

        os.kill(process.pid, signal.SIGINT)
        process.join(PATIENCE)
        runs = os.path.exists("interrupted")
        cell.observe("life.terminate-cleanup:interrupt", "runs" if runs else "skipped")
    else:
        process.kill()
        process.join(PATIENCE)


def guards(ready: "Connection[Any, Any]", name: str) -> None:
    """Wait inside a try block whose finally leaves a file."""
    try:
        ready.send("ready")
        time.sleep(60)
    finally:
        with open(name, "w", encoding="ascii"):
            pass


def holds(ready: "Connection[Any, Any]", lock: "Lock") -> None:
    """Wait with the lock held."""
    with lock:
        ready.send("ready")
        time.sleep(60)
