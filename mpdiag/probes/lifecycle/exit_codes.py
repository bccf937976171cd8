"""The exit code of a child for each way in which its code may end.

Supervisors decide by it whether to trust a result or to start again.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "life.exitcode-normal:return": "exit code: target returns a value",
    "life.exitcode-normal:exit": "exit code: sys.exit()",
    "life.exitcode-normal:exit-none": "exit code: sys.exit(None)",
    "life.exitcode-normal:exit-0": "exit code: sys.exit(0)",
    "life.exitcode-normal:exit-3": "exit code: sys.exit(3)",
    "life.exitcode-normal:exit-true": "exit code: sys.exit(True)",
    "life.exitcode-normal:exit-text": 'exit code: sys.exit("text")',
    "life.exitcode-normal:exception": "exit code: an exception is not caught",
    "life.exitcode-normal:os-exit": "exit code: os._exit(5)",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    nothing = "exit code 0" if features.bare_exit_is_success else "exit code 1"
    return {
        "life.exitcode-normal:return": "exit code 0",
        "life.exitcode-normal:exit": nothing,
        "life.exitcode-normal:exit-none": nothing,
        "life.exitcode-normal:exit-0": "exit code 0",
        "life.exitcode-normal:exit-3": "exit code 3",
        "life.exitcode-normal:exit-true": "exit code 1",
        "life.exitcode-normal:exit-text": "exit code 1",
        "life.exitcode-normal:exception": "exit code 1",
        "life.exitcode-normal:os-exit": "exit code 5",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Start all of them, then join one after the other."""
    from mpdiag.cell.endings import ending

    ways: "dict[str, tuple[Any, ...]]" = {
        "return": (returns,),
        "exit": (exits,),
        "exit-none": (exits, None),
        "exit-0": (exits, 0),
        "exit-3": (exits, 3),
        "exit-true": (exits, True),
        "exit-text": (exits, "text"),
        "exception": (fails,),
        "os-exit": (leaves, 5),
    }
    processes = {}
    for way, (target, *args) in ways.items():
        processes[way] = ctx.Process(target=target, args=args, daemon=True)  # type: ignore[attr-defined]
        processes[way].start()
    for way, process in processes.items():
        process.join(10)
        cell.observe("life.exitcode-normal:" + way, ending(process.exitcode))


def returns() -> int:
    """Return a value, which nobody receives."""
    return 7


def exits(*args: "Any") -> None:
    """End by SystemExit."""
    sys.exit(*args)


def fails() -> None:
    """End by an exception."""
    raise ValueError("not caught")


def leaves(code: int) -> None:
    """End without any cleaning up."""
    os._exit(code)
