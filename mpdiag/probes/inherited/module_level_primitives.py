"""A Value, a Lock and a Queue created at the top of the main file.

Short programs and answers on the web put them there, and use them in the target function.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell

CAUSE = "MP113"
REVISION = 1
ROWS = {
    "inherit.module-level-primitives": "module-level Value, incremented by children",
    "inherit.module-level-primitives:lock": "module-level Lock, held by the parent",
    "inherit.module-level-primitives:queue": "module-level Queue, filled by a child",
}
EXPECTATION = {name: {"fork": "shared", "spawn": "not shared", "forkserver": "not shared"} for name in ROWS}

MAIN = """
import multiprocessing
counter = multiprocessing.Value("i", 0)
lock = multiprocessing.Lock()
queue = multiprocessing.Queue()
"""


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    main = main_file()
    with main.lock:
        taken = cell.start(child)
    cell.start(child)
    return {
        "inherit.module-level-primitives": {2: "shared", 0: "not shared"}[main.counter.value],
        "inherit.module-level-primitives:lock": "not shared" if taken else "shared",
        # The children have ended, and with them their feeder threads: what was put is there.
        "inherit.module-level-primitives:queue": "not shared" if main.queue.empty() else "shared",
    }


def child() -> bool:
    main = main_file()
    with main.counter.get_lock():
        main.counter.value += 1
    main.queue.put("item")
    taken: bool = main.lock.acquire(block=False)
    return taken


def main_file() -> "Any":
    import sys

    return sys.modules["__main__"]
