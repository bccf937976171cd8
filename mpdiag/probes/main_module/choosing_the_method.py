"""The rules by which a program and its libraries choose a start method.

The choice is made once for a process; libraries that ask too early make it for the program.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any, Callable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP205"
REVISION = 1
ROWS = {
    "defaults.methods-available": "get_all_start_methods()",
    "defaults.default-method": "default start method",
    "defaults.query-fixes-choice": "choice after get_start_method()",
    "defaults.query-fixes-choice:allow_none": "choice after a query with allow_none=True",
    "defaults.query-fixes-choice:get_context": "choice after get_context()",
    "defaults.query-fixes-choice:Lock": "choice after multiprocessing.Lock()",
    "defaults.context-start-side-effect": "default after a context's child was started",
    "defaults.child-default-method": "start method that a child sees",
    "defaults.set-rules": "set_start_method() twice",
    "defaults.set-rules:force": "set_start_method() twice, force=True",
    "defaults.set-rules:None": "set_start_method(None, force=True)",
    "defaults.set-rules:unknown": "set_start_method() with an unknown name",
    "defaults.set-rules:concrete": "set_start_method() of a context",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    default = features.methods[0]
    set_by_context = method != "fork" and features.context_start_sets_default
    return {
        "defaults.methods-available": ", ".join(features.methods),
        "defaults.default-method": default,
        "defaults.query-fixes-choice": "raises RuntimeError",
        "defaults.query-fixes-choice:allow_none": "accepted",
        "defaults.query-fixes-choice:get_context": "raises RuntimeError",
        "defaults.query-fixes-choice:Lock": "raises RuntimeError",
        "defaults.context-start-side-effect": "set to " + default if set_by_context else "not set",
        "defaults.child-default-method": "its context's",
        "defaults.set-rules": "raises RuntimeError",
        "defaults.set-rules:force": "accepted",
        "defaults.set-rules:None": "not set",
        "defaults.set-rules:unknown": "raises ValueError",
        "defaults.set-rules:concrete": "raises ValueError",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import multiprocessing as mp

    def clear() -> None:
        mp.set_start_method(None, force=True)

    def choose(first: "Callable[[], object]") -> str:
        """Say whether the program may still choose after this."""
        clear()
        first()
        return _outcome(mp.set_start_method, cell.method)

    clear()
    childs = cell.start(child)
    after_start = mp.get_start_method(allow_none=True)
    observations = {
        "defaults.context-start-side-effect": "set to " + after_start if after_start else "not set",
        "defaults.child-default-method": "its context's" if childs == cell.method else childs,
        "defaults.query-fixes-choice": choose(mp.get_start_method),
        "defaults.query-fixes-choice:allow_none": choose(lambda: mp.get_start_method(allow_none=True)),
        "defaults.query-fixes-choice:get_context": choose(mp.get_context),
        "defaults.query-fixes-choice:Lock": choose(mp.Lock),
        "defaults.set-rules": choose(lambda: mp.set_start_method(cell.method)),
        "defaults.set-rules:force": _outcome(mp.set_start_method, cell.method, force=True),
        "defaults.set-rules:unknown": _outcome(mp.set_start_method, "vfork", force=True),
        "defaults.set-rules:concrete": _outcome(ctx.set_start_method, cell.method, force=True),
    }
    clear()
    observations["defaults.set-rules:None"] = mp.get_start_method(allow_none=True) or "not set"
    return dict(
        observations,
        **{
            "defaults.methods-available": ", ".join(mp.get_all_start_methods()),
            "defaults.default-method": mp.get_start_method(),
        },
    )


def child() -> str:
    import multiprocessing

    return multiprocessing.get_start_method()


def _outcome(call: "Callable[..., Any]", *args: "Any", **options: "Any") -> str:
    try:
        call(*args, **options)
    except Exception as error:
        return "raises " + type(error).__name__
    return "accepted"
