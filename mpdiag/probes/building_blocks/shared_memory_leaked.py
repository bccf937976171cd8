"""SharedMemory that a program never unlinks.

A program that ends by an exception before its unlink() leaves its blocks like this.
"""

from mpdiag.cell.program import run_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP604"
REVISION = 1
QUICK = False
SCHEDULE = "shared"
ROWS = {
    "ipc.shm-leak-warning": "end of a program that did not unlink()",
    "ipc.shm-leak-warning:block": "its block afterwards",
}

PROGRAM = """
from multiprocessing.shared_memory import SharedMemory
print(SharedMemory(create=True, size=10).name)
"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        # Windows has no resource tracker: a block ends with its last handle.
        "ipc.shm-leak-warning": "silent" if features.windows else "a warning",
        "ipc.shm-leak-warning:block": "gone",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """The resource tracker, which warns and removes, holds the program's stderr: it is waited for."""
    program = run_program(PROGRAM)
    if program.code != 0:
        raise RuntimeError(program.err)
    return {
        "ipc.shm-leak-warning": "a warning" if "leaked shared_memory" in program.err else "silent",
        "ipc.shm-leak-warning:block": _presence(program.out.strip()),
    }


def _presence(name: str) -> str:
    from multiprocessing.shared_memory import SharedMemory

    try:
        block = SharedMemory(name)
    except FileNotFoundError:
        return "gone"
    block.close()
    block.unlink()
    return "still there"
