"""Debugging aids and hooks that the main program switches on by calls.

Coverage tools, debuggers and profilers install themselves so, and miss the children.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP104"
REVISION = 1
QUICK = False
ROWS = {"inherit.debug-hooks": "faulthandler, settrace, audit hooks, ..."}
EXPECTATION = {"inherit.debug-hooks": {"fork": "on", "spawn": "off", "forkserver": "off"}}

heard: "list[str]" = []


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import faulthandler
    import os
    import sys
    import tracemalloc

    # The environment would switch it on in every interpreter; here it is about the call.
    os.environ.pop("PYTHONFAULTHANDLER", None)
    faulthandler.enable()
    tracemalloc.start()
    sys.addaudithook(audit)
    sys.setprofile(ignore)
    sys.settrace(ignore)
    try:
        found = cell.start(child)
    finally:
        sys.settrace(None)
        sys.setprofile(None)
        tracemalloc.stop()
    return {"inherit.debug-hooks": summary(found)}


def summary(found: "dict[str, bool]") -> str:
    """One word where all agree, otherwise the names of those that are on."""
    if len(set(found.values())) == 1:
        return "on" if all(found.values()) else "off"
    return "on only: " + ", ".join(name for name, on in found.items() if on)


def ignore(*_: object) -> None:
    """As a trace function: trace no line of the function that was entered."""


def audit(event: str, _: object) -> None:
    if event == "mpdiag.probe":
        heard.append(event)


def child() -> "dict[str, bool]":
    import faulthandler
    import sys
    import tracemalloc

    sys.audit("mpdiag.probe")
    return {
        "faulthandler": faulthandler.is_enabled(),
        "tracemalloc": tracemalloc.is_tracing(),
        "settrace": sys.gettrace() is ignore,
        "setprofile": sys.getprofile() is ignore,
        "audit": bool(heard),
    }
