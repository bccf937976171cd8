"""Environment variables changed at run time, before and after a first child.

Programs that set OMP_NUM_THREADS, proxies or credentials before they start workers rely on this.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = {
    "inherit.environ:late": "MP102",
    "inherit.environ:removed": "MP102",
    "inherit.putenv": "MP102",
    "inherit.putenv:late": "MP102",
    "inherit.putenv:programs": "MP102",
}
REVISION = 1
ROWS = {
    "inherit.environ": "os.environ set before any child",
    "inherit.environ:late": "os.environ set after a first child",
    "inherit.environ:removed": "os.environ deleted after a first child",
    "inherit.putenv": "os.putenv() before any child",
    "inherit.putenv:late": "os.putenv() after a first child",
    "inherit.putenv:programs": "os.putenv(), for programs of a later child",
}
EXPECTATION = {
    "inherit.environ": {"fork": "set", "spawn": "set", "forkserver": "set"},
    "inherit.environ:late": {"fork": "set", "spawn": "set", "forkserver": "not set"},
    "inherit.environ:removed": {"fork": "gone", "spawn": "gone", "forkserver": "still there"},
    # In a virtual environment on Windows, spawn hands over a copy of os.environ.
    "inherit.putenv": {
        "fork": "not set",
        "spawn": "set",
        "forkserver": "set",
        "windows": ("set", "not set"),
    },
    "inherit.putenv:late": {
        "fork": "not set",
        "spawn": "set",
        "forkserver": "not set",
        "windows": ("set", "not set"),
    },
    "inherit.putenv:programs": {"fork": "set", "spawn": "set", "forkserver": "not set", "windows": None},
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    os.environ["MPDIAG_EARLY"] = os.environ["MPDIAG_REMOVED"] = "1"
    os.putenv("MPDIAG_PUT_EARLY", "1")
    early = cell.start(variables)
    os.environ["MPDIAG_LATE"] = "1"
    del os.environ["MPDIAG_REMOVED"]
    os.putenv("MPDIAG_PUT_LATE", "1")
    late = cell.start(variables)
    observations: "dict[str, object]" = {
        "inherit.environ": _state("MPDIAG_EARLY", early),
        "inherit.environ:late": _state("MPDIAG_LATE", late),
        "inherit.environ:removed": "still there" if "MPDIAG_REMOVED" in late else "gone",
        "inherit.putenv": _state("MPDIAG_PUT_EARLY", early),
        "inherit.putenv:late": _state("MPDIAG_PUT_LATE", late),
    }
    if hasattr(os, "fork"):  # else there is no POSIX shell to ask
        observations["inherit.putenv:programs"] = cell.start(shell, "MPDIAG_PUT_LATE")
    return observations


def variables() -> "list[str]":
    return [name for name in os.environ if name.startswith("MPDIAG_")]


def shell(name: str) -> str:
    # Not subprocess, which may pass os.environ; system() passes the environment that C has.
    return "set" if os.system('test -n "$%s"' % name) == 0 else "not set"


def _state(name: str, names: "list[str]") -> str:
    return "set" if name in names else "not set"
