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

PROGRAM = """\
import multiprocessing
import os
import sys
import threading
import time


class Deadly:
    def __init__(self, dying):
        self.dying = dying

    def __reduce__(self):
        return (die, (self.dying,))


def die(dying):
    dying.release()
    os._exit(1)


def child(*args):
    pass


def watch(dying):
    dying.acquire()
    time.sleep(1)  # a pipe that nobody can read breaks at once
    if starting:
        print("hangs in start()", flush=True)
        os._exit(0)


if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    dying = multiprocessing.Semaphore(0)
    threading.Thread(target=watch, args=(dying,), daemon=True).start()
    process = multiprocessing.Process(target=child, args=(Deadly(dying), bytes(8 << 20)))
    starting = True
    try:
        process.start()
        end = "works"
    except Exception as error:
        end = "raises %s in start()" % type(error).__name__
    starting = False
    print(end)
"""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    value: object = "raises BrokenPipeError in start()"
    if method == "fork":
        value = "works"
    elif method == "spawn" and features.unread_argument_hangs:
        value = "hangs in start()"
    return {"pickle.child-dies-before-reading": value}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.program import run_program

    ended = run_program(PROGRAM, cell.method)
    value = "hangs" if ended.code is None else ended.out.strip() or "fails: exit code %s" % ended.code
    return {"pickle.child-dies-before-reading": value}
