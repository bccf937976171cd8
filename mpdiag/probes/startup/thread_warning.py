"""A process with a second thread starts a child.

Locks that other threads hold at that moment stay locked in a forked child. The warning is attributed to
the library, so that Python's default filters hide it: test runners and -X dev show it.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP401"
REVISION = 1
SCHEDULE = "shared"
ROWS = {"startup.fork-thread-warning": "warning when a program with threads starts"}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    warned = method == "fork" and features.fork_warns_of_threads
    return {"startup.fork-thread-warning": "DeprecationWarning" if warned else "none"}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import threading
    import warnings

    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            cell.start(child)
    finally:
        done.set()
        thread.join()
    about_threads = [warning for warning in caught if "multi-threaded" in str(warning.message)]
    kinds = sorted({warning.category.__name__ for warning in about_threads})
    return {"startup.fork-thread-warning": ", ".join(kinds) or "none"}


def child() -> None:
    pass
