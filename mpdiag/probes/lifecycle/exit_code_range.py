"""Exit codes outside 0 to 255.

POSIX keeps eight bits of them, Windows thirty-two: 256 means success on one and failure on the other.
"""

from mpdiag.probes.lifecycle.exit_codes import exits, leaves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP605"
REVISION = 1
ROWS = {
    "life.exitcode-range:256": "exit code: sys.exit(256)",
    "life.exitcode-range:negative": "exit code: sys.exit(-1)",
    "life.exitcode-range:os-exit": "exit code: os._exit(300)",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "life.exitcode-range:256": "exit code 256" if features.windows else "exit code 0",
        "life.exitcode-range:negative": "exit code 4294967295" if features.windows else "exit code 255",
        "life.exitcode-range:os-exit": "exit code 300" if features.windows else "exit code 44",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Start all of them, then join one after the other."""
    from mpdiag.cell.endings import ending

    processes = {}
    for way, target, code in (("256", exits, 256), ("negative", exits, -1), ("os-exit", leaves, 300)):
        processes[way] = ctx.Process(target=target, args=(code,), daemon=True)  # type: ignore[attr-defined]
        processes[way].start()
    for way, process in processes.items():
        process.join(10)
        cell.observe("life.exitcode-range:" + way, ending(process.exitcode))
