"""The working directory of a child, where the parent's has changed or was removed.

Programs that open files by relative paths in workers rely on this.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP305"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "propagate.cwd": "working directory changed before any child",
    "propagate.cwd:late": "working directory changed after a child",
    "propagate.cwd:removed": "child in a working directory that is removed",
}
_CHANGED = {"fork": "changed value", "spawn": "changed value", "forkserver": "changed value"}
EXPECTATION = {
    "propagate.cwd": _CHANGED,
    "propagate.cwd:late": _CHANGED,
    "propagate.cwd:removed": {
        "fork": "works",
        "spawn": "raises FileNotFoundError in start()",
        "forkserver": "raises FileNotFoundError in start()",
        # Windows does not let a working directory be removed.
        "windows": None,
    },
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    found: "dict[str, object]" = {}
    try:
        for row in ("propagate.cwd", "propagate.cwd:late"):
            folder = os.path.join(cell.folder, row[-4:])
            os.mkdir(folder)
            os.chdir(folder)
            same = os.path.samefile(cell.start(os.getcwd), folder)
            found[row] = "changed value" if same else "initial value"
        if _remove(os.getcwd()):
            found["propagate.cwd:removed"] = cell.attempt(child)
    finally:
        os.chdir(cell.folder)
    return found


def child() -> str:
    return "works"


def _remove(folder: str) -> bool:
    try:
        os.rmdir(folder)
    except PermissionError:
        return False
    return True
