"""The authentication key of the current process, changed by the main program.

Managers, listeners and clients on several machines agree on such a key.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

REVISION = 1
SCHEDULE = "shared"
ROWS = {"inherit.authkey": "current_process().authkey, changed"}
EXPECTATION = {"inherit.authkey": dict.fromkeys(("fork", "spawn", "forkserver"), "changed value")}

KEY = b"changed by the main program"


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    ctx.current_process().authkey = KEY
    return {"inherit.authkey": cell.start(child)}


def child() -> str:
    import multiprocessing

    return "changed value" if multiprocessing.current_process().authkey == KEY else "initial value"
