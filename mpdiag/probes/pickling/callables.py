"""Functions, methods and other callables as target, as argument and sent back.

Every program relies on this; lambdas and functions within functions are what it mostly fails on.
"""

import functools

from mpdiag.cell.kinds import Kind, causes, expected, observation, rows
from mpdiag.cell.parent import PATIENCE
from mpdiag.cell.travel import travel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any, Callable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CODE = 7


def leave(code: int) -> None:
    """All callables here do this, so that the exit code proves that they were called."""
    raise SystemExit(code)


anonymous = lambda code: leave(code)  # noqa: E731


def local_function() -> "Callable[[int], None]":
    def leave_locally(code: int) -> None:
        leave(code)

    return leave_locally


def undisguised(function: "Callable[[int], None]") -> "Callable[[int], None]":
    def call(code: int) -> None:
        function(code)

    return call


def disguised(function: "Callable[[int], None]") -> "Callable[[int], None]":
    @functools.wraps(function)
    def call(code: int) -> None:
        function(code)

    return call


@undisguised
def decorated(code: int) -> None:
    leave(code)


@disguised
def wrapped(code: int) -> None:
    leave(code)


@functools.lru_cache(maxsize=None)
def cached(code: int) -> None:
    leave(code)


def timed(code: int) -> None:
    leave(code)


original = timed
timed = disguised(timed)  # type: ignore[assignment]  # the name now leads elsewhere


class Worker:
    def leave(self, code: int) -> None:
        leave(code)

    @staticmethod
    def leave_static(code: int) -> None:
        leave(code)

    @classmethod
    def leave_class(cls, code: int) -> None:
        leave(code)

    __call__ = leave


class LockedWorker(Worker):
    def __init__(self) -> None:
        import threading

        self.lock = threading.Lock()


def builtin() -> "Callable[[int], object]":
    import sys

    return sys.exit


def leaves(item: "Callable[[int], object]") -> bool:
    try:
        item(CODE)
    except SystemExit as end:
        return end.code == CODE
    return False


def local_error(features: "Features") -> str:
    return features.local_object_error


def partial_of_lambda() -> "Any":
    return functools.partial(anonymous)


REVISION = 1
SCHEDULE = "shared"
DEADLINE = 60  # on Windows, each failed start has a child that loads for nothing
LAMBDA, METHODS, DECORATED = "pickle.lambda", "pickle.methods-ok", "pickle.decorated"
KINDS = {
    "function": Kind(lambda: leave, leaves),
    "built-in function": Kind(builtin, leaves),
    "callable object": Kind(Worker, leaves),
    "bound method": Kind(lambda: Worker().leave, leaves, None, METHODS),
    "static method": Kind(lambda: Worker.leave_static, leaves, None, METHODS),
    "class method": Kind(lambda: Worker.leave_class, leaves, None, METHODS),
    "partial": Kind(lambda: functools.partial(leave), leaves, None, METHODS),
    "function decorated with wraps": Kind(lambda: wrapped, leaves, None, DECORATED),
    "cached function": Kind(lambda: cached, leaves, None, DECORATED),
    "decorated function": Kind(lambda: decorated, leaves, local_error, DECORATED, cause="MP203"),
    "replaced function": Kind(lambda: original, leaves, "PicklingError", cause="MP203"),
    "lambda": Kind(lambda: anonymous, leaves, "PicklingError", LAMBDA, cause="MP201"),
    "local function": Kind(local_function, leaves, local_error, LAMBDA, cause="MP201"),
    "partial of a lambda": Kind(partial_of_lambda, leaves, "PicklingError", cause="MP201"),
    "method of object with a lock": Kind(lambda: LockedWorker().leave, leaves, "TypeError"),
}
TARGETS = {observation(name, "target"): name for name in KINDS}
LABELS = {
    LAMBDA: "lambdas and local functions as arguments",
    METHODS: "methods and partials as arguments",
    DECORATED: "decorated functions as arguments",
}
ROWS = dict(rows(KINDS, LABELS), **{target: name + " as target" for target, name in TARGETS.items()})
CAUSE = dict(
    causes(KINDS, {LAMBDA: "MP201", DECORATED: "MP203"}),
    **{target: KINDS[name].cause for target, name in TARGETS.items() if KINDS[name].error},
)


def expectation(method: str, features: "Features") -> "dict[str, object]":
    values = expected(KINDS, method, features)
    # What is pickled is the same, be it the target or an argument.
    values.update({target: values[observation(name, "argument")] for target, name in TARGETS.items()})
    return values


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    values = travel(cell, __name__)
    for target, name in TARGETS.items():
        values[target] = called(cell, KINDS[name].make())
    return values


def called(cell: "Cell", item: "Callable[[int], object]") -> str:
    from mpdiag.cell.endings import ending

    process = cell.ctx.Process(target=item, args=(CODE,))  # type: ignore[attr-defined]
    try:
        cell.launch(process)
    except Exception as error:
        return "raises %s in start()" % type(error).__name__
    process.join(PATIENCE)
    if process.exitcode is None:
        process.kill()
        process.join()
        return "hangs"
    return "works" if process.exitcode == CODE else "dies: " + ending(process.exitcode)
