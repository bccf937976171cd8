"""Locks and queues of the fork context in children of another context.

Programs whose libraries pick a context of their own rely on this.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP205"
REVISION = 1
ROWS = {
    "pickle.fork-context-objects-in-spawn": "fork context's Lock as argument",
    "pickle.fork-context-objects-in-spawn:Queue": "fork context's Queue as argument",
    "pickle.fork-context-objects-in-spawn:Event": "fork context's Event as argument",
    "pickle.fork-context-objects-in-spawn:Value": "fork context's Value as argument",
    "pickle.fork-context-objects-in-spawn:Pipe": "fork context's Pipe as argument",
    "pickle.fork-context-objects-in-spawn:reverse": "this context's Queue in a forked child",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    other: object = "works"
    if features.windows:
        other = None
    elif method != "fork":
        # The child takes an address in the parent's memory for its own.
        crash = ("dies: killed by SIGSEGV", "dies: killed by SIGBUS")
        other = "raises RuntimeError in start()" if features.mixed_contexts_refused else crash
    values = dict.fromkeys(ROWS, other)
    for name in "Pipe", "reverse":
        values["pickle.fork-context-objects-in-spawn:" + name] = None if features.windows else "works"
    return values


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import multiprocessing

    from mpdiag.cell.parent import PATIENCE, Unavailable

    if "fork" not in multiprocessing.get_all_start_methods():
        raise Unavailable("there is no fork context")
    fork = multiprocessing.get_context("fork")
    reader, writer = fork.Pipe(False)
    queue = fork.Queue()
    with reader, writer:
        observations = {
            "pickle.fork-context-objects-in-spawn": cell.attempt(acquire, fork.Lock()),
            "pickle.fork-context-objects-in-spawn:Queue": cell.attempt(put, queue),
            "pickle.fork-context-objects-in-spawn:Event": cell.attempt(set_event, fork.Event()),
            "pickle.fork-context-objects-in-spawn:Value": cell.attempt(change, fork.Value("i", 0)),
            "pickle.fork-context-objects-in-spawn:Pipe": cell.attempt(send, writer),
        }
    own: "Any" = ctx.Queue()
    process = fork.Process(target=put, args=(own,))
    process.start()
    arrived = own.get(timeout=PATIENCE)
    process.join(PATIENCE)
    observations["pickle.fork-context-objects-in-spawn:reverse"] = arrived
    return observations


def acquire(lock: "Any") -> str:
    lock.acquire()
    return "works"


def put(queue: "Any") -> str:
    queue.put("works")
    return "works"


def set_event(event: "Any") -> str:
    event.set()
    return "works"


def change(value: "Any") -> str:
    with value:
        value.value = 1
    return "works"


def send(writer: "Any") -> str:
    writer.send(1)
    return "works"
