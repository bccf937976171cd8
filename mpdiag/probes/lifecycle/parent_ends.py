"""Running children when the main program ends, or is interrupted alone.

Programs that do not join their children rely on this without knowing.
"""

from mpdiag.cell.program import run_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP408"
REVISION = 1
QUICK = False
SCHEDULE = "shared"
DEADLINE = 60
ROWS = {
    "life.parent-normal-exit": "main ends, a child still runs",
    "life.parent-normal-exit:daemon": "main ends, a daemon still runs",
    "life.sigint-parent-only": "SIGINT to main only, a child still runs",
    "life.sigint-parent-only:daemon": "SIGINT to main only, a daemon still runs",
}

PROGRAM = """
import sys
import time

def finish(started, main_ends):
    started.set()
    main_ends.wait(10)
    time.sleep(0.05)  # lose the race, should nobody wait for us
    print("child finished", flush=True)

def stay():
    time.sleep(10)

if __name__ == "__main__":
    import atexit

    # Exit handlers run in reverse: this one after that of multiprocessing, the next before it.
    atexit.register(lambda: print("main ended, daemon", daemon.exitcode, flush=True))
    import multiprocessing.util

    ctx = multiprocessing.get_context(sys.argv[1])
    started, main_ends = ctx.Event(), ctx.Event()
    atexit.register(main_ends.set)
    ctx.Process(target=finish, args=(started, main_ends)).start()
    daemon = ctx.Process(target=stay, daemon=True)
    daemon.start()
    started.wait(10)  # at its end main unlinks the semaphores, and a child that still starts would miss them
    if sys.argv[2] == "interrupted":
        import signal

        signal.raise_signal(signal.SIGINT)
"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "life.parent-normal-exit": "is waited for",
        "life.parent-normal-exit:daemon": "is terminated",
        "life.sigint-parent-only": "is waited for",
        "life.sigint-parent-only:daemon": "is terminated",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Run the program to both ends, and see in which order it speaks."""
    for fact, way in (("life.parent-normal-exit", "ended"), ("life.sigint-parent-only", "interrupted")):
        ended = run_program(PROGRAM, cell.method, way, patience=25.0)
        if ended.code is None:
            cell.observe(fact, "hangs")
            continue
        lines = ended.out.splitlines()
        waited = lines[0] == "child finished" and lines[-1].startswith("main ended")
        cell.observe(fact, "is waited for" if waited else "is left behind")
        terminated = "main ended, daemon -15" in lines
        cell.observe(fact + ":daemon", "is terminated" if terminated else "is waited for")
