"""Command-line options of the interpreter, as a child has them.

Programs that are started with -O, -W error, -u or an -X option of their own rely on this.
"""

from mpdiag.cell.program import run_program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP104"
REVISION = 1
QUICK = False
SCHEDULE = "shared"
ROWS = {
    "propagate.interpreter-flags": "options -O -B -I -S -b -q -d",
    "propagate.interpreter-flags:warnings": "option -W",
    "propagate.interpreter-flags:known": "-X dev, -X utf8, -X faulthandler",
    "propagate.interpreter-flags:others": "-X no_debug_ranges, and one of our own",
    "propagate.interpreter-flags:unbuffered": "option -u",
}
_REBUILT = {"fork": "kept", "spawn": "kept", "forkserver": "kept"}
_LEFT_OUT = {"fork": "kept", "spawn": "lost", "forkserver": "lost"}
EXPECTATION = {
    "propagate.interpreter-flags": _REBUILT,
    "propagate.interpreter-flags:warnings": _REBUILT,
    "propagate.interpreter-flags:known": _REBUILT,
    "propagate.interpreter-flags:others": _LEFT_OUT,
    "propagate.interpreter-flags:unbuffered": _LEFT_OUT,
}

FLAGS = ("-O", "-B", "-I", "-S", "-b", "-q", "-d", "-W", "error::ImportWarning")
KNOWN = ("dev", "utf8", "faulthandler")
OTHERS = ("mpdiag", "no_debug_ranges")

PROGRAM = """
import sys
from multiprocessing import get_context

def options(known):
    options = {name: value for name, value in sys._xoptions.items() if name in known}
    others = {name: value for name, value in sys._xoptions.items() if name not in known}
    unbuffered = not hasattr(sys.stdout.buffer, "raw")
    return list(sys.flags), sys.warnoptions, options, others, unbuffered

def send(writer, known):
    writer.send(options(known))

if __name__ == "__main__":
    ctx = get_context(sys.argv[1])
    known = sys.argv[2].split(",")
    reader, writer = ctx.Pipe(duplex=False)
    ctx.Process(target=send, args=(writer, known), daemon=True).start()
    writer.close()
    for ours, childs in zip(options(known), reader.recv()):
        print("kept" if ours == childs else "lost")
"""


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    options = [word for name in (*KNOWN, *OTHERS) for word in ("-X", name)]
    program = run_program(PROGRAM, cell.method, ",".join(KNOWN), flags=(*FLAGS, *options, "-u"))
    answers = program.out.splitlines()
    if len(answers) != len(ROWS):
        raise RuntimeError(program.err)
    return dict(zip(ROWS, answers))
