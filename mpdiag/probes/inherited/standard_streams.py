"""Standard input and output of a child, in a program with its streams on pipes.

Test runners, notebooks and programs with `>` or `|` behind them rely on this.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = {"inherit.stdout-replaced": "MP115", "inherit.stdout-encoding": "MP104"}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "inherit.stdout-buffer": "print without newline before a start",
    "inherit.stdout-replaced": "child's print under redirect_stdout",
    "inherit.stdout-encoding": "sys.stdout.reconfigure(encoding=...)",
    "inherit.stdin": "sys.stdin in the child",
    "inherit.stdin:descriptor": "descriptor 0 in the child",
}
EXPECTATION = {
    "inherit.stdout-buffer": dict.fromkeys(("fork", "spawn", "forkserver"), "written once"),
    "inherit.stdout-replaced": {
        "fork": "lost",
        "spawn": "real standard output",
        "forkserver": "real standard output",
    },
    "inherit.stdout-encoding": {
        "fork": "changed value",
        "spawn": "initial value",
        "forkserver": "initial value",
    },
    "inherit.stdin": dict.fromkeys(("fork", "spawn", "forkserver"), "empty"),
    "inherit.stdin:descriptor": dict.fromkeys(("fork", "spawn", "forkserver"), "the parent's input"),
}

PROGRAM = """
import contextlib, io, json, multiprocessing, os, sys

def say():
    print("said by the child")

def look(answers):
    answers.send((sys.stdout.encoding, sys.stdin.read(), os.read(0, 99).decode()))

def run(ctx, target, *args):
    process = ctx.Process(target=target, args=args)
    process.start()
    process.join()

if __name__ == "__main__":
    ctx = multiprocessing.get_context(sys.argv[1])
    captured = io.StringIO()
    with contextlib.redirect_stdout(captured):
        run(ctx, say)
    sys.stdout.reconfigure(encoding="koi8-r")
    print("unwritten;", end="")
    answers, theirs = ctx.Pipe(False)
    run(ctx, look, theirs)
    with open("answers.json", "w") as file:
        json.dump([captured.getvalue(), *answers.recv()], file)
"""

INPUT = "for the parent"


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import json

    from mpdiag.cell.program import run_program

    ended = run_program(PROGRAM, cell.method, stdin=INPUT)
    if ended.code != 0:
        raise RuntimeError("the program ended with %s: %s" % (ended.code, ended.err[-500:]))
    with open("answers.json", encoding="utf-8") as file:
        captured, encoding, text, behind = json.load(file)
    return {
        "inherit.stdout-buffer": "written %s" % times(ended.out.count("unwritten;")),
        "inherit.stdout-replaced": where_said(captured, ended.out),
        "inherit.stdout-encoding": "changed value" if encoding == "koi8-r" else "initial value",
        "inherit.stdin": "empty" if text == "" else "the parent's input",
        "inherit.stdin:descriptor": "the parent's input" if behind == INPUT else "empty",
    }


def times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, "%d times" % count)


def where_said(captured: str, output: str) -> str:
    if "said by the child" in captured:
        return "captured by the parent"
    return "real standard output" if "said by the child" in output else "lost"
