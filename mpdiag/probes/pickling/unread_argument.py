"""A child that dies before it has read its large argument.

Programs that give their workers more than a pipe holds, 64 KiB, rely on this.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP403"
REVISION = 1
SCHEDULE = "waiting"
ROWS = {"pickle.child-dies-before-reading": "child dies while its argument is sent"}

# The hang is seen from inside: the child's death interrupts the write, which then goes on all the same.
PROGRAM = """\
import multiprocessing
import os
import signal
import sys


class Deadly:
    def __reduce__(self):
        return (os._exit, (1,))


def child(*args):
    pass


def child_ended(*_):
    signal.setitimer(signal.ITIMER_REAL, 1)


def still_writing(*_):
    print("hangs in start()", flush=True)
    os._exit(0)


if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    process = multiprocessing.Process(target=child, args=(Deadly(), bytes(8 << 20)))
    if hasattr(signal, "SIGCHLD"):
        signal.signal(signal.SIGALRM, still_writing)
        signal.signal(signal.SIGCHLD, child_ended)
    try:
        process.start()
        end = "works"
    except Exception as error:
        end = "raises %s in start()" % type(error).__name__
    if hasattr(signal, "SIGCHLD"):
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, 0)
    print(end)
"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    value: object = "raises BrokenPipeError in start()"
    if method == "fork":
        value = "works"
    elif features.windows:
        value = ("raises BrokenPipeError in start()", "raises OSError in start()")
    elif method == "spawn" and features.unread_argument_hangs:
        value = "hangs in start()"
    return {"pickle.child-dies-before-reading": value}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.program import run_program

    ended = run_program(PROGRAM, cell.method)
    value = "hangs" if ended.code is None else ended.out.strip() or "fails: exit code %s" % ended.code
    return {"pickle.child-dies-before-reading": value}
