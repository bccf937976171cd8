"""The exit code of a child that crashes, aborts, or is ended by a signal.

A negative code on POSIX, an NTSTATUS on Windows; under forkserver the server relays it.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP605"
REVISION = 1
ROWS = {
    "life.exitcode-signals:segfault": "exit code: reads address 0",
    "life.exitcode-signals:abort": "exit code: os.abort()",
    "life.exitcode-signals:signal": "exit code: os.kill(own pid, SIGTERM)",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if features.windows:
        return {
            "life.exitcode-signals:segfault": "crashed: access violation",
            "life.exitcode-signals:abort": ("exit code 3", "crashed: abort"),
            "life.exitcode-signals:signal": "exit code 15",
        }
    segfault = ("killed by SIGSEGV", "killed by SIGBUS") if features.macos else "killed by SIGSEGV"
    return {
        "life.exitcode-signals:segfault": segfault,
        "life.exitcode-signals:abort": "killed by SIGABRT",
        "life.exitcode-signals:signal": "killed by SIGTERM",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Start all of them, then join one after the other."""
    from mpdiag.cell.endings import ending

    processes = {}
    for way, target in (("segfault", segfaults), ("abort", aborts), ("signal", signals_itself)):
        processes[way] = ctx.Process(target=target, daemon=True)  # type: ignore[attr-defined]
        processes[way].start()
    for way, process in processes.items():
        process.join(10)
        cell.observe("life.exitcode-signals:" + way, ending(process.exitcode))


def segfaults() -> None:
    """Crash for real. `ctypes.string_at(0)` would be an OSError on Windows."""
    import faulthandler

    _write_no_core()
    faulthandler._read_null()  # type: ignore[attr-defined]


def aborts() -> None:
    """End as a failed assertion in C does."""
    _write_no_core()
    os.abort()


def signals_itself() -> None:
    """End by a signal. On Windows os.kill ends a process with the signal's number as code."""
    import signal

    os.kill(os.getpid(), signal.SIGTERM)


def _write_no_core() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
