"""Time stamps along the start of a child, taken inside multiprocessing's own code.

Importing this module is what sets them: a fork server can be told to import, not to call. It is
loaded by the processes that `probes.startup.phases` takes apart, and by no other.
"""

import time
from multiprocessing import process, spawn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

taken: "dict[str, float]" = {}
"""Name -> time, in the order in which the child came by."""


def stamp(name: str) -> None:
    taken[name] = time.perf_counter()


def stamped(function: "Callable[..., Any]", before: str = "", after: str = "") -> "Callable[..., Any]":
    """The function, with the time taken when it is entered and when it returns."""

    def wrapper(*args: "Any", **options: "Any") -> "Any":
        if before:
            stamp(before)
        value = function(*args, **options)
        if after:
            stamp(after)
        return value

    return wrapper


spawn._main = stamped(spawn._main, before="loading")
spawn.prepare = stamped(spawn.prepare, before="preparing", after="prepared")
process.BaseProcess._bootstrap = stamped(  # type: ignore[attr-defined]
    process.BaseProcess._bootstrap,  # type: ignore[attr-defined]
    before="bootstrapping",
)
