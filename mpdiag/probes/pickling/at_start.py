"""Whether start() pickles at all, and what is left when it cannot.

Programs whose objects were never pickled under fork rely on this.
"""

import multiprocessing

from mpdiag.cell.parent import PATIENCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

    from mpdiag.cell.parent import Cell

CAUSE = {
    "pickle.when-needed": "MP202",
    "pickle.error-at-start": "MP202",
    "pickle.process-subclass": "MP202",
}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "pickle.when-needed": "what start() does with an argument",
    "pickle.when-needed:pipe": "what a pipe does with an object",
    "pickle.error-at-start": "argument that cannot be pickled",
    "pickle.process-subclass": "subclass of Process with a lock",
}
REFUSED = "raises TypeError in start(), nothing left"
EXPECTATION = {
    "pickle.when-needed": {"fork": "not pickled", "spawn": "pickled", "forkserver": "pickled"},
    "pickle.when-needed:pipe": {"fork": "pickled", "spawn": "pickled", "forkserver": "pickled"},
    "pickle.error-at-start": {"fork": "works", "spawn": REFUSED, "forkserver": REFUSED},
    "pickle.process-subclass": {"fork": "works", "spawn": REFUSED, "forkserver": REFUSED},
}
CODE = 7


class Witness:
    """Notes that it was pickled."""

    pickled = False

    def __reduce__(self) -> "tuple[object, ...]":
        Witness.pickled = True
        return (Witness, ())


class LockedProcess(multiprocessing.Process):
    def __init__(self) -> None:
        import threading

        super().__init__()
        self.lock = threading.Lock()

    def run(self) -> None:
        leave(self.lock)


def leave(_: object) -> None:
    raise SystemExit(CODE)


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import threading

    cell.start(type, Witness())
    by_start = Witness.pickled
    return {
        "pickle.when-needed": "pickled" if by_start else "not pickled",
        "pickle.when-needed:pipe": "pickled" if piped(ctx) else "not pickled",
        "pickle.error-at-start": started(cell, ctx.Process(target=leave, args=(threading.Lock(),))),  # type: ignore[attr-defined]
        "pickle.process-subclass": started(cell, LockedProcess()),
    }


def piped(ctx: "BaseContext") -> bool:
    Witness.pickled = False
    there, here = ctx.Pipe(False)
    with there, here:
        here.send(Witness())
    return Witness.pickled


def started(cell: "Cell", process: "BaseProcess") -> str:
    try:
        cell.launch(process)
    except Exception as error:
        left = process.pid is not None or multiprocessing.active_children()
        rest = "a process" if left else "nothing"
        return "raises %s in start(), %s left" % (type(error).__name__, rest)
    process.join(PATIENCE)
    return "works" if process.exitcode == CODE else "fails: exit code %s" % process.exitcode
