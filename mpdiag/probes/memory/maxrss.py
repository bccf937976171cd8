"""The unit of ru_maxrss, the peak memory that getrusage tells.

Programs that print their children's peak memory are wrong by a factor of 1024 on the other system.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
QUICK = False
ROWS = {"memory.maxrss-units": "unit of ru_maxrss"}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if features.windows:
        return {"memory.maxrss-units": "not available"}
    return {"memory.maxrss-units": "bytes" if features.macos else "KiB"}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    return {"memory.maxrss-units": cell.start(child)}


def child() -> str:
    try:
        import resource
    except ImportError:
        return "not available"
    # The peak of the program that started this one counts as well (exec keeps it): grow beyond that.
    for megabytes in (64, 256, 1024):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        held = b"x" * (megabytes << 20)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        del held
        if after > before:
            return "KiB" if after < megabytes << 15 else "bytes"
    return "does not grow"
