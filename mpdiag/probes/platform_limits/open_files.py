"""What a child may do to a file that its parent has open.

Log rotation, clean-up by workers, and temporary files that are handed over by name rely on this.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Callable

    from mpdiag.cell.parent import Cell

CAUSE = "MP603"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "os-only.windows-file-locks:open": "child opens parent's NamedTemporaryFile",
    "os-only.windows-file-locks:replace": "child replaces parent's open file",
    "os-only.windows-file-locks:delete": "child deletes parent's open file",
}
_ALLOWED = {"fork": "works", "spawn": "works", "forkserver": "works", "windows": "raises PermissionError"}
EXPECTATION = dict.fromkeys(ROWS, _ALLOWED)


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import tempfile

    with tempfile.NamedTemporaryFile() as temporary, open("log", "w"):
        found: "dict[str, object]" = cell.start(child, temporary.name)
    return found


def child(temporary: str) -> "dict[str, str]":
    with open("new", "w"):
        pass
    return {
        "os-only.windows-file-locks:open": _outcome(lambda: open(temporary).close()),
        "os-only.windows-file-locks:replace": _outcome(lambda: os.replace("new", "log")),
        "os-only.windows-file-locks:delete": _outcome(lambda: os.remove("log")),
    }


def _outcome(call: "Callable[[], object]") -> str:
    try:
        call()
    except OSError as error:
        return "raises " + type(error).__name__
    return "works"
