"""A child that dies before it has read its large argument.

Programs that give their workers more than a pipe holds, 64 KiB, rely on this.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess
    from multiprocessing.synchronize import Semaphore
    from typing import Callable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP403"
REVISION = 1
SCHEDULE = "waiting"
PATIENCE = 10.0
ROWS = {"pickle.child-dies-before-reading": "child dies while its argument is sent"}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    value: object = "raises BrokenPipeError in start()"
    if method == "fork":
        value = "works"
    elif method == "spawn" and features.unread_argument_hangs:
        value = "hangs in start()"
    return {"pickle.child-dies-before-reading": value}


class Deadly:
    """Ends the process that unpickles it."""

    def __init__(self, dying: "Semaphore") -> None:
        self._dying = dying

    def __reduce__(self) -> "tuple[Callable[..., None], tuple[Semaphore]]":
        return die, (self._dying,)


def die(dying: "Semaphore") -> None:
    dying.release()
    os._exit(1)


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Where start() hangs, nothing can wake it: nobody reads the pipe, and it does not break."""
    from mpdiag.cell.hang import Call

    dying = ctx.Semaphore(0)
    process = ctx.Process(target=child, args=(Deadly(dying), bytes(8 << 20)))  # type: ignore[attr-defined]
    start = Call(lambda: start_and_join(process))
    if cell.method != "fork":
        dying.acquire(timeout=PATIENCE)
    name = "pickle.child-dies-before-reading"
    value = start.outcome(cell, name)
    cell.observe(name, value + " in start()" if value != "works" else value)


def start_and_join(process: "BaseProcess") -> None:
    process.start()
    process.join()


def child(*args: object) -> None:
    """Never called where the arguments are pickled."""
