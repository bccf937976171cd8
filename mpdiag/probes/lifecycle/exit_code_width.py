"""Exit codes that POSIX and Windows keep differently: large ones, crashes.

POSIX keeps eight bits of a code, Windows thirty-two: 256 means success on one and failure on the
other. A crash is a negative code on POSIX and an NTSTATUS on Windows.
"""

import os

from mpdiag.probes.lifecycle.exit_codes import exits, leaves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP605"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "life.exitcode-range:256": "exit code: sys.exit(256)",
    "life.exitcode-range:negative": "exit code: sys.exit(-1)",
    "life.exitcode-range:os-exit": "exit code: os._exit(300)",
    "life.exitcode-signals:segfault": "exit code: reads address 0",
    "life.exitcode-signals:abort": "exit code: os.abort()",
    "life.exitcode-signals:signal": "exit code: os.kill(own pid, SIGTERM)",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if features.windows:
        return {
            "life.exitcode-range:256": "exit code 256",
            "life.exitcode-range:negative": "exit code 4294967295",
            "life.exitcode-range:os-exit": "exit code 300",
            "life.exitcode-signals:segfault": "crashed: access violation",
            "life.exitcode-signals:abort": ("exit code 3", "crashed: abort"),
            "life.exitcode-signals:signal": "exit code 15",
        }
    segfault = ("killed by SIGSEGV", "killed by SIGBUS") if features.macos else "killed by SIGSEGV"
    return {
        "life.exitcode-range:256": "exit code 0",
        "life.exitcode-range:negative": "exit code 255",
        "life.exitcode-range:os-exit": "exit code 44",
        "life.exitcode-signals:segfault": segfault,
        "life.exitcode-signals:abort": "killed by SIGABRT",
        "life.exitcode-signals:signal": "killed by SIGTERM",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Start all of them, then join one after the other."""
    from mpdiag.cell.endings import ending

    processes = {}
    for row, target, *args in (
        ("life.exitcode-range:256", exits, 256),
        ("life.exitcode-range:negative", exits, -1),
        ("life.exitcode-range:os-exit", leaves, 300),
        ("life.exitcode-signals:segfault", segfaults),
        ("life.exitcode-signals:abort", aborts),
        ("life.exitcode-signals:signal", signals_itself),
    ):
        processes[row] = ctx.Process(target=target, args=args, daemon=True)  # type: ignore[attr-defined]
        processes[row].start()
    for row, process in processes.items():
        process.join(10)
        cell.observe(row, ending(process.exitcode))


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
