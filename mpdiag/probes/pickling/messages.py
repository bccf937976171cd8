"""Objects that cannot be pickled, put into each kind of channel.

Programs that wait for an item which another process has put into a queue rely on this.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any, Callable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = {
    "pickle.queue-put": "MP208",
    "pickle.sync-senders:SimpleQueue": "MP208",
    "pickle.sync-senders:pipe": "MP208",
    "pickle.sync-senders:manager": "MP208",
}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "pickle.queue-put": "lock put into a Queue",
    "pickle.queue-put:report": "lock put into a Queue: told to",
    "pickle.sync-senders:SimpleQueue": "lock put into a SimpleQueue",
    "pickle.sync-senders:pipe": "lock sent over a pipe",
    "pickle.sync-senders:manager": "lock put into a manager's queue",
    "pickle.protocol": "pickle protocol of a message",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return {
        "pickle.queue-put": "lost, next item passes",
        "pickle.queue-put:report": "stderr",
        "pickle.sync-senders:SimpleQueue": "raises TypeError in the caller",
        "pickle.sync-senders:pipe": "raises TypeError in the caller",
        "pickle.sync-senders:manager": "raises TypeError in the caller",
        "pickle.protocol": features.pickle_protocol,
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    there, here = ctx.Pipe(False)
    simple: "Any" = ctx.SimpleQueue()
    with there, here, ctx.Manager() as manager:
        observations: "dict[str, object]" = {
            "pickle.sync-senders:SimpleQueue": told(simple.put),
            "pickle.sync-senders:pipe": told(here.send),
            "pickle.sync-senders:manager": told(manager.Queue().put),
        }
        here.send(1)
        observations["pickle.protocol"] = there.recv_bytes()[1]
    observations.update(queued(ctx))
    return observations


def told(send: "Callable[[object], None]") -> str:
    import threading

    try:
        send(threading.Lock())
    except Exception as error:
        return "raises %s in the caller" % type(error).__name__
    return "works"


def queued(ctx: "BaseContext") -> "dict[str, object]":
    import io
    import sys

    from mpdiag.cell.parent import PATIENCE

    queue: "Any" = ctx.Queue()
    stderr, sys.stderr = sys.stderr, io.StringIO()
    try:
        put = told(queue.put)
        queue.put("next")
        # The feeder thread keeps the order: the next item comes only after the lock would have come.
        lost = put == "works" and queue.get(timeout=PATIENCE) == "next"
        report = "TypeError" in sys.stderr.getvalue()
    finally:
        sys.stderr = stderr
        queue.close()
        queue.join_thread()
    return {
        "pickle.queue-put": "lost, next item passes" if lost else put,
        "pickle.queue-put:report": "stderr" if report else "nobody",
    }
