"""Processes started at the top of the main file, without a main guard.

Scripts that were written under fork rely on this, and every first attempt with a pool does.
"""

from mpdiag.probes.main_module.outcome import SERVER_DIED, outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP301"
REVISION = 1
SCHEDULE = "shared"
DEADLINE = 90
ROWS = {
    "main.missing-guard": "no main guard: Process",
    "main.missing-guard-pool": "no main guard: Pool",
    "main.missing-guard-executor": "no main guard: ProcessPoolExecutor",
}

HEAD = """\
from multiprocessing import get_context

ctx = get_context("%s")

def work():
    print("worked", flush=True)

"""

PROCESS = """\
child = ctx.Process(target=work)
child.start()
child.join()
"""

# A user would wait for the result alone. Three workers have to die before we take it that all will.
POOL = """\
import os

with open("runs", "a") as runs:
    runs.write("x")
pool = ctx.Pool(1)
result = pool.apply_async(work)
while not result.ready() and os.path.getsize("runs") < 4:
    result.wait(0.05)
if not result.ready():
    print("workers replaced")
pool.terminate()
"""

EXECUTOR = """\
from concurrent.futures import ProcessPoolExecutor

with ProcessPoolExecutor(1, ctx) as executor:
    executor.submit(work).result()
"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if method == "fork":
        return dict.fromkeys(ROWS, "works")
    if method == "forkserver" and features.forkserver_dies_of_main:
        return dict.fromkeys(ROWS, SERVER_DIED)  # of the same RuntimeError
    return {
        "main.missing-guard": "dies: RuntimeError",
        "main.missing-guard-pool": "hangs: replaces dead workers for ever",
        "main.missing-guard-executor": "raises BrokenProcessPool",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    from mpdiag.cell.program import run_program

    programs = {
        "main.missing-guard": PROCESS,
        "main.missing-guard-pool": POOL,
        "main.missing-guard-executor": EXECUTOR,
    }
    for fact, program in programs.items():
        ended = run_program(HEAD % cell.method + program)
        endless = "workers replaced" in ended.out
        cell.observe(fact, "hangs: replaces dead workers for ever" if endless else outcome(ended))
