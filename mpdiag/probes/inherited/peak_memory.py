"""The peak memory that a fresh child reports about itself.

Benchmarks and job schedulers read it as ru_maxrss, or as VmHWM in /proc/self/status.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP506"
REVISION = 1
QUICK = False
ROWS = {
    "inherit.maxrss": "ru_maxrss of a fresh child",
    "inherit.maxrss:vmhwm": "VmHWM of a fresh child",
}

SIZE = 48 * 2**20
"""Bytes that the parent uses; a bare interpreter needs about a quarter of that."""


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if features.windows:
        return dict.fromkeys(ROWS)
    if features.macos:
        # What counts as resident after a fork is macOS's business; nobody has documented it.
        peak = ("parent's peak", "own peak") if method == "fork" else "own peak"
        return {"inherit.maxrss": peak, "inherit.maxrss:vmhwm": None}
    return {
        # Linux carries the peak of the program before exec over to the one after (fs/exec.c).
        "inherit.maxrss": "own peak" if method == "forkserver" else "parent's peak",
        "inherit.maxrss:vmhwm": "parent's peak" if method == "fork" else "own peak",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.parent import Unavailable

    try:
        import resource  # noqa: F401
    except ImportError:
        raise Unavailable("this system has no resource module") from None

    data = bytearray(b"x") * SIZE
    mine, found = child(), cell.start(child)
    del data
    # Compared with the parent's own figure: the unit differs between systems.
    return {name: "parent's peak" if found[name] > mine[name] / 2 else "own peak" for name in found}


def child() -> "dict[str, int]":
    import os
    import resource

    peaks = {"inherit.maxrss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}
    if os.path.exists("/proc/self/status"):
        with open("/proc/self/status") as file:
            peaks.update(("inherit.maxrss:vmhwm", int(line.split()[1])) for line in file if "VmHWM" in line)
    return peaks
