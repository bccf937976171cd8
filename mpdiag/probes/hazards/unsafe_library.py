"""A library with a thread of its own, used before the fork and in the child.

Clients of databases, of gRPC, of telemetry and of metrics have one, and so have Pool and ProcessPoolExecutor.
"""

import os
import queue
import threading

from mpdiag.cell.hang import run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing.context import BaseContext
    from multiprocessing.pool import Pool
    from typing import Optional

    from mpdiag.cell.parent import Cell

CAUSE = "MP606"
REVISION = 1
SCHEDULE = "waiting"
ROWS = {
    "hazard.library-thread": "client with a thread, used before the fork",
    "hazard.library-thread:renewed": "the same, with os.register_at_fork()",
    "hazard.library-thread:pool": "Pool of the parent, used in the child",
    "hazard.library-thread:executor": "executor of the parent, used in the child",
}
_NOT_THERE = {"fork": "hangs", "spawn": "not there", "forkserver": "not there"}
EXPECTATION = {
    "hazard.library-thread": {"fork": "hangs", "spawn": "works", "forkserver": "works"},
    "hazard.library-thread:renewed": {"fork": "works", "spawn": "works", "forkserver": "works"},
    "hazard.library-thread:pool": _NOT_THERE,
    "hazard.library-thread:executor": _NOT_THERE,
}


class Client:
    """Stands for such a library: a thread does the work of every call."""

    def __init__(self) -> None:
        self._requests: "queue.Queue[tuple[int, queue.Queue[int]]]" = queue.Queue()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            number, answer = self._requests.get()
            answer.put(number + 1)

    def ask(self, number: int) -> int:
        answer: "queue.Queue[int]" = queue.Queue()
        self._requests.put((number, answer))
        return answer.get()


clients: "dict[str, Client]" = {}
pool: "Optional[Pool]" = None
executor: "Optional[ProcessPoolExecutor]" = None


def ask(name: str) -> None:
    """Use the library, which connects at its first use in a process."""
    if name not in clients:
        clients[name] = Client()
    if clients[name].ask(1) != 2:
        raise ValueError("a wrong answer")


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    global pool, executor
    from concurrent.futures import ProcessPoolExecutor

    ask("careless")
    ask("careful")
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=lambda: clients.pop("careful", None))
    for name, client in (("hazard.library-thread", "careless"), ("hazard.library-thread:renewed", "careful")):
        cell.observe(name, run(cell, name, ask, client))
    with ctx.Pool(1) as pool:
        name = "hazard.library-thread:pool"
        cell.observe(name, run(cell, name, use_pool))
    with ProcessPoolExecutor(1, ctx) as executor:
        executor.submit(abs, -1).result()
        name = "hazard.library-thread:executor"
        cell.observe(name, run(cell, name, use_executor))


def use_pool() -> str:
    return "not there" if pool is None else "gives %d" % pool.apply(abs, (-1,))


def use_executor() -> str:
    return "not there" if executor is None else "gives %d" % executor.submit(abs, -1).result()
