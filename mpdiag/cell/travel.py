"""Send the kinds of objects of a family to a child as arguments, and back as results and queue items."""

from mpdiag.cell.kinds import LOST, Kind, observation, summaries
from mpdiag.cell.parent import ChildFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.queues import Queue
    from typing import Any

    from mpdiag.cell.parent import Cell

PATIENCE = 25.0
"""Seconds. More than elsewhere: on Windows, the children of all failed starts load at the same time."""


def travel(cell: "Cell", module: str, way: str = "argument") -> "dict[str, object]":
    """Send every kind of the family in `module` to a child and back; return the observations."""
    kinds = _kinds_of(module)
    objects = _made(kinds)
    try:
        sent = _sent(cell, module, objects)
        values = {observation(name, "argument"): value for name, value in sent.items()}
        values.update(_returned(cell, module, list(objects)))
    finally:
        for name, item in objects.items():
            kinds[name].discard(item)
    return dict(values, **summaries(kinds, values, way))


def _kinds_of(module: str) -> "dict[str, Kind]":
    return __import__(module, fromlist=["KINDS"]).KINDS  # type: ignore[no-any-return]


def _made(kinds: "dict[str, Kind]") -> "dict[str, Any]":
    objects = {}
    for name, kind in kinds.items():
        try:
            objects[name] = kind.make()
        except ImportError:
            continue  # Python was built without it
    return objects


def _sent(cell: "Cell", module: str, objects: "dict[str, Any]") -> "dict[str, str]":
    """Give the objects to one child; where that fails, each half of them to another."""
    answer = cell.attempt(use_all, module, objects, patience=PATIENCE)
    if isinstance(answer, dict):
        return answer
    names = list(objects)
    if len(names) == 1:
        return {names[0]: answer}
    middle = len(names) // 2
    halves = [{name: objects[name] for name in half} for half in (names[:middle], names[middle:])]
    first, second = (_sent(cell, module, half) for half in halves)
    return dict(first, **second)


def use_all(module: str, objects: "dict[str, Any]") -> "dict[str, str]":
    """Runs in the child: try out what has arrived."""
    kinds = _kinds_of(module)
    return {name: kinds[name].arrived(item) for name, item in objects.items()}


def _returned(cell: "Cell", module: str, names: "list[str]") -> "dict[str, str]":
    """Let one child send back an object of every kind, over a pipe and through a queue."""
    kinds = _kinds_of(module)
    ours, theirs = cell.ctx.Pipe(True)
    queue = cell.ctx.Queue()
    process = cell.ctx.Process(target=send_back, args=(theirs, queue, module))  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    try:
        results = {name: _result(ours, kinds[name]) for name in names}
        items = {name: _item(queue, kinds[name]) for name in names}
        ours.send("all is read")
        lost = _receive(ours)
    finally:
        ours.close()
        queue.close()
        process.join(PATIENCE)
        process.kill()
        process.join()
    for name, error in lost.items():
        items[name] = "lost: " + error
    return {observation(name, "result"): _both(results[name], items[name]) for name in names}


def _both(result: str, item: str) -> str:
    error = item.replace("lost: ", "")
    if result == "raises %s in the child" % error:
        return LOST % error
    return result if result == item else "%s as result, %s as queue item" % (result, item)


def _receive(connection: "Connection[Any, Any]") -> "Any":
    if not connection.poll(PATIENCE):
        raise ChildFailed("hangs")
    return connection.recv()


def _result(connection: "Connection[Any, Any]", kind: Kind) -> str:
    try:
        error, item = _receive(connection)
    except (EOFError, ChildFailed):
        raise
    except Exception as unloadable:
        return "raises %s in the parent" % type(unloadable).__name__
    return "raises %s in the child" % error if error else kind.arrived(item)


def _item(queue: "Queue[Any]", kind: Kind) -> str:
    """What came through the queue before the text that follows each object there."""
    value = "lost"
    while True:
        try:
            item = queue.get(timeout=PATIENCE)
        except Exception as error:
            if type(error).__name__ == "Empty":
                raise
            value = "raises %s in the parent" % type(error).__name__
        else:
            if isinstance(item, str):
                return value
            value = kind.arrived(item)


def send_back(connection: "Connection[Any, Any]", queue: "Queue[Any]", module: str) -> None:
    """Runs in the child: send each object, or the name of the exception that this raises."""
    lost: "dict[str, str]" = {}
    kinds = _kinds_of(module)
    objects = _made(kinds)

    def note(error: Exception, item: object) -> None:
        # The feeder thread would print a traceback. It works in order of put().
        lost[next(name for name in objects if objects[name] is item)] = type(error).__name__

    queue._on_queue_feeder_error = note  # type: ignore[attr-defined]
    for name, item in objects.items():
        try:
            connection.send(("", item))
        except Exception as error:
            connection.send((type(error).__name__, None))
        queue.put(item)
        queue.put("after " + name)
    connection.recv()
    connection.send(lost)
    for name, item in objects.items():
        kinds[name].discard(item)
