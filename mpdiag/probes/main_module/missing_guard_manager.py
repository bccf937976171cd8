"""A Manager made at the top of the main file, without a main guard.

Libraries that keep a shared dictionary in a module global make one when they are imported.
"""

from mpdiag.probes.main_module.missing_guard import HEAD
from mpdiag.probes.main_module.outcome import SERVER_DIED, outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP301"
REVISION = 1
QUICK = False
SCHEDULE = "waiting"
ROWS = {"main.missing-guard:Manager": "no main guard: Manager"}

PROGRAM = """\
with ctx.Manager() as manager:
    manager.list()
    work()
"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    value: object = "works"
    if method == "forkserver" and features.forkserver_dies_of_main:
        value = SERVER_DIED
    elif method != "fork":
        # On Windows it waits for ever: the end of the pipe that the dead process was to take over stays open.
        value = "hangs" if features.windows else "raises EOFError"
    return {"main.missing-guard:Manager": value}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.program import run_program

    return {"main.missing-guard:Manager": outcome(run_program(HEAD % cell.method + PROGRAM))}
