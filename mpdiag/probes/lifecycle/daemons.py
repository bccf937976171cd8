"""A worker starts a child of its own.

Libraries that use processes inside tasks run into this: the workers of a Pool are daemons.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP407"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "identity.daemon-no-children": "Pool worker starts a child",
    "identity.daemon-no-children:executor": "executor worker starts a child",
    "identity.daemon-no-children:process": "child starts a child",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "identity.daemon-no-children": "raises AssertionError",
        "identity.daemon-no-children:executor": "works",
        "identity.daemon-no-children:process": "works",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """The same task for each kind of worker."""
    from concurrent.futures import ProcessPoolExecutor

    cell.observe("identity.daemon-no-children:process", cell.attempt(start_grandchild, cell.method))
    with ProcessPoolExecutor(1, ctx) as executor:
        outcome = executor.submit(start_grandchild, cell.method).result(20)
        cell.observe("identity.daemon-no-children:executor", outcome)
    with ctx.Pool(1) as pool:
        outcome = pool.apply_async(start_grandchild, (cell.method,)).get(20)
        cell.observe("identity.daemon-no-children", outcome)


def start_grandchild(method: str) -> str:
    """Use a process inside a task."""
    import multiprocessing

    process = multiprocessing.get_context(method).Process(target=work)  # type: ignore[attr-defined]
    try:
        process.start()
    except AssertionError:
        return "raises AssertionError"
    process.join(10)
    return "works" if process.exitcode == 0 else "fails"


def work() -> None:
    """End at once."""
