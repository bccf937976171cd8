"""A frozen program, which is started again for each child, and freeze_support().

Programs made by PyInstaller, cx_Freeze and the like rely on it. They are their own interpreter: the command
line for a child reaches main as it does here, where only sys.frozen and that command line are made up.
"""

from mpdiag.probes.main_module.outcome import outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP307"
REVISION = 1
SCHEDULE = "shared"
DEADLINE = 60
QUICK = False
ROWS = {
    "defaults.freeze-support": "frozen program with freeze_support()",
    "defaults.freeze-support:missing": "frozen program without freeze_support()",
}

PROGRAM = """\
import os
import sys

sys.frozen = True  # before multiprocessing is imported, which looks for it

from multiprocessing import get_context, spawn

def command_line(**words):
    return [sys.executable, __file__, "--multiprocessing-fork"] + ["%s=%r" % word for word in words.items()]

spawn.get_command_line = command_line

def work():
    print("worked", flush=True)

if __name__ == "__main__":
    ctx = get_context("{method}")
    {first_of_all}
    with open("{log}", "a") as runs:
        runs.write("x")
    if os.path.getsize("{log}") == 3:
        sys.exit("a child's child")
    child = ctx.Process(target=work)
    child.start()
    child.join()
"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if method == "forkserver":
        return dict.fromkeys(ROWS)
    endless = "fails: every child starts another"
    if method == "fork":
        return dict.fromkeys(ROWS, "works")
    return {
        "defaults.freeze-support": "works" if features.freeze_support_for_spawn else endless,
        "defaults.freeze-support:missing": endless,
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    from mpdiag.cell.parent import Unavailable
    from mpdiag.cell.program import run_program

    if cell.method == "forkserver":
        raise Unavailable("how a frozen program starts its fork server is up to the tool that froze it")
    for fact, first in (
        ("defaults.freeze-support", "ctx.freeze_support()"),
        ("defaults.freeze-support:missing", "pass"),
    ):
        log = fact.partition(":")[2] or "runs"
        source = PROGRAM.format(method=cell.method, first_of_all=first, log=log)
        ended = run_program(source)
        endless = "a child's child" in ended.err
        cell.observe(fact, "fails: every child starts another" if endless else outcome(ended))
