"""Changes after the start, to globals, arguments, attributes and closures.

Programs that were written with threads rely on the other side seeing it. The same by a thread is the
reference.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Iterator

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = {
    "share.later-global": "MP117",
    "share.later-argument": "MP117",
    "share.class-attribute": "MP117",
    "share.instance-attribute": "MP117",
    "share.closure": "MP201",
}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "share.later-global": "global that the parent sets after start()",
    "share.later-argument": "list that the parent extends after start()",
    "share.class-attribute": "class attribute set by the child",
    "share.instance-attribute": "attribute set by a method as target",
    "share.closure": "nonlocal variable set by the child",
    "share.thread": "global set by a thread",
}

setting = "as it was"


def expectation(method: str, features: "Features") -> "dict[str, object]":
    closure = "not seen" if method == "fork" else "raises %s in start()" % features.local_object_error
    return {
        "share.later-global": "not seen",
        "share.later-argument": "not seen",
        "share.class-attribute": "not seen",
        "share.instance-attribute": "not seen",
        "share.closure": closure,
        "share.thread": "seen",
    }


class Counter:
    """As a user writes it: a method is the target, and counts."""

    of_all = 0

    def __init__(self) -> None:
        self.count = 0

    def work(self, items: "list[str]") -> "Iterator[object]":
        """Runs in the measured process, and stands still while the parent makes its changes."""
        yield None
        Counter.of_all += 1
        self.count += 1
        yield setting, items, (Counter.of_all, self.count)


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    global setting
    counter = Counter()
    items: "list[str]" = []
    with cell.steps(counter.work, items) as steps:
        next(steps)
        setting = "changed"
        items.append("item")
        setting_there, items_there, counts_there = next(steps)
    if counts_there != (1, 1):
        raise RuntimeError("the child counted %s, %s" % counts_there)
    cell.observe("share.later-global", _seen(setting_there == "changed"))
    cell.observe("share.later-argument", _seen(bool(items_there)))
    cell.observe("share.class-attribute", _seen(Counter.of_all > 0))
    cell.observe("share.instance-attribute", _seen(counter.count > 0))
    cell.observe("share.thread", _thread())
    cell.observe("share.closure", _closure(cell))


def _thread() -> str:
    import threading

    thread = threading.Thread(target=_set)
    thread.start()
    thread.join()
    return _seen(setting == "set by a thread")


def _set() -> None:
    global setting
    setting = "set by a thread"


def _closure(cell: "Cell") -> str:
    total = 0

    def add() -> int:
        nonlocal total
        total += 1
        return total

    answer = cell.attempt(add)
    return _seen(total > 0) if answer == 1 else str(answer)


def _seen(seen: bool) -> str:
    return "seen" if seen else "not seen"
