"""What reading or changing shared data costs, beside a dict of one's own.

Programs that keep their state in a `Manager().dict()` pay a message and an answer for each access. Measured
in a child, which nobody disturbs: with more of them, locks and manager are waited for on top.
"""

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any, Callable, Iterator

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP508"
REVISION = 1
SCHEDULE = "timed"
QUICK = False
BUDGET = {"quick": 0.1, "default": 0.3, "rigorous": 5.0}
KEY = ("managed dict: read", "Value: add 1 within its lock")
ROWS = {
    "share.access-cost:manager": "managed dict, compared with a Value",
    "share.access-cost:lock": "Value with a lock, compared with none",
    "share.access-cost:update": "100 entries by one update(), not one by one",
}

ENTRIES = 100
MEGABYTE = 10**6


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "share.access-cost:manager": "slower",
        "share.access-cost:lock": "slower",
        "share.access-cost:update": "cheaper",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from multiprocessing.shared_memory import SharedMemory

    block = SharedMemory(create=True, size=MEGABYTE)
    fastest: "dict[str, float]" = {}
    try:
        with ctx.Manager() as manager:
            entries, number = manager.dict({"key": 0}), manager.Value("i", 0)
            arguments = (entries, number, ctx.Value("i", 0), ctx.Value("i", 0, lock=False), block.name)
            with cell.steps(child, *arguments) as steps:
                for _ in cell.rounds():
                    for name, seconds in next(steps).items():
                        cell.sample(name, "s", seconds)
                        fastest[name] = min(seconds, fastest.get(name, seconds))
    finally:
        block.close()
        block.unlink()
    slow, locked = fastest["managed dict: read"], fastest["Value: read"]
    cheaper = fastest["managed dict: update(), per entry"] < fastest["managed dict: set"]
    return {
        "share.access-cost:manager": "slower" if slow > locked else "faster",
        "share.access-cost:lock": "slower" if locked > fastest["Value(lock=False): read"] else "faster",
        "share.access-cost:update": "cheaper" if cheaper else "no cheaper",
    }


def child(
    entries: "Any", number: "Any", value: "Any", raw: "Any", block_name: str
) -> "Iterator[dict[str, float]]":
    """Give the seconds of each kind of access, for one round after the other."""
    import threading
    from multiprocessing.shared_memory import SharedMemory

    own: "dict[str, int]" = {"key": 0}
    own_lock = threading.Lock()
    block: "Any" = SharedMemory(block_name)
    new = dict.fromkeys(map(str, range(ENTRIES)), 0)

    def add_to_own() -> None:
        with own_lock:
            own["key"] += 1

    def add_to_value() -> None:
        with value:
            value.value += 1

    many: "dict[str, Callable[[], object]]" = {
        "own dict: read": lambda: own["key"],
        "own dict: add 1 within a threading.Lock": add_to_own,
        "SharedMemory: read a byte": lambda: block.buf[0],
        "Value(lock=False): read": lambda: raw.value,
        "Value: read": lambda: value.value,
        "Value: add 1 within its lock": add_to_value,
    }
    few: "dict[str, Callable[[], object]]" = {
        "managed dict: read": lambda: entries["key"],
        "managed dict: set": lambda: entries.__setitem__("key", 1),
        "managed Value: read": lambda: number.value,
    }
    try:
        while True:
            found = {name: _time(access, 500) for name, access in many.items()}
            found.update((name, _time(access, 10)) for name, access in few.items())
            found["managed dict: update(), per entry"] = _time(lambda: entries.update(new), 1) / ENTRIES
            found["SharedMemory: copy 1 MB"] = _time(lambda: bytes(block.buf), 1)
            yield found
    finally:
        block.close()


def _time(access: "Callable[[], object]", times: int) -> float:
    """Seconds for one access."""
    begun = time.perf_counter()
    for _ in range(times):
        access()
    return (time.perf_counter() - begun) / times
