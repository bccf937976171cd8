"""Arguments, results and exceptions of pool tasks that can or cannot be pickled.

Every program that uses a pool relies on this; it is the same under every start method.
"""

from mpdiag.cell.parent import PATIENCE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from multiprocessing.pool import Pool
    from typing import Any, Callable

    from mpdiag.cell.parent import Cell

CAUSE = {
    "pickle.pool-arg": "MP202",
    "pickle.pool-arg:executor": "MP202",
    "pickle.pool-result": "MP202",
    "pickle.pool-result:executor": "MP202",
    "pickle.pool-object": "MP210",
}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "pickle.pool-arg": "lock as argument of a Pool's task",
    "pickle.pool-arg:executor": "lock as argument of an executor's task",
    "pickle.pool-result": "lock as result of a Pool's task",
    "pickle.pool-result:executor": "lock as result of an executor's task",
    "pickle.pool-object": "method of an object that holds its Pool",
    "pickle.exception-transfer": "exception of a Pool's task",
    "pickle.exception-transfer:executor": "exception of an executor's task",
    "pickle.exception-transfer:process": "exception of a process",
}
TRANSFERRED = "KeyError with its attributes and the remote traceback"
VALUES = {
    "pickle.pool-arg": "raises TypeError in get(), pool works on",
    "pickle.pool-arg:executor": "raises TypeError in result(), pool works on",
    "pickle.pool-result": "raises MaybeEncodingError in get(), pool works on",
    "pickle.pool-result:executor": "raises TypeError in result(), pool works on",
    "pickle.pool-object": "raises NotImplementedError in apply()",
    "pickle.exception-transfer": TRANSFERRED,
    "pickle.exception-transfer:executor": TRANSFERRED,
    "pickle.exception-transfer:process": "exit code 1 only",
}
EXPECTATION = {name: dict.fromkeys(("fork", "spawn", "forkserver"), value) for name, value in VALUES.items()}


class PoolOwner:
    def __init__(self, pool: "Pool") -> None:
        self.pool = pool

    def run(self) -> None:
        self.pool.apply(self.work)

    def work(self) -> None:
        pass


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from concurrent.futures import ProcessPoolExecutor

    process = ctx.Process(target=fail)  # type: ignore[attr-defined]
    process.start()
    process.join(PATIENCE)
    with ctx.Pool(1) as pool:
        observations = {
            "pickle.exception-transfer:process": "exit code %s only" % process.exitcode,
            "pickle.pool-object": outcome(PoolOwner(pool).run, "apply()"),
            **tasks(lambda *task: pool.apply_async(task[0], task[1:]).get(PATIENCE), "get()", ""),
        }
    with ProcessPoolExecutor(1, ctx) as executor:
        observations.update(
            tasks(lambda *task: executor.submit(*task).result(PATIENCE), "result()", ":executor")
        )
    return observations


def tasks(call: "Callable[..., Any]", where: str, kind: str) -> "dict[str, object]":
    import threading

    works_on = {}
    for name, task in (("pickle.pool-arg", (type, threading.Lock())), ("pickle.pool-result", (lock,))):
        end = outcome(lambda task=task: call(*task), where)  # type: ignore[misc]
        next_end = outcome(lambda: call(abs, -1), where)
        works_on[name + kind] = end + (", pool works on" if next_end == "works" else ", next " + next_end)
    return {**works_on, "pickle.exception-transfer" + kind: transfer(call)}


def outcome(call: "Callable[[], Any]", where: str) -> str:
    try:
        call()
    except Exception as error:
        return "raises %s in %s" % (type(error).__name__, where)
    return "works"


def transfer(call: "Callable[..., Any]") -> str:
    try:
        call(fail)
    except Exception as error:
        with_attributes = " with its attributes" if getattr(error, "extra", None) == 1 else ""
        remote = " and the remote traceback" if "fail" in str(error.__cause__) else ""
        return type(error).__name__ + with_attributes + remote
    return "nothing"


def lock() -> "Any":
    import threading

    return threading.Lock()


def fail() -> None:
    error = KeyError("no such key")
    error.extra = 1  # type: ignore[attr-defined]
    raise error
