"""Kinds of objects sent to a child as argument, and back from it as result and as queue item.

A probe of one family lists its kinds as KINDS, from which all else follows: rows, expectations,
causes and the observations themselves.
"""

from mpdiag.cell.parent import PATIENCE, ChildFailed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.queues import Queue
    from typing import Any, Callable, Optional, Union

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

    Error = Union[None, str, Callable[[Features], Optional[str]]]

SAME = "as for a result"


class Kind:
    """One kind of object: how to make it, and what becomes of it.

    `use` tells in the receiver whether the object does its job there. `error` names the exception
    that pickling it raises, `at_start` the one from start() if that is another; either may be a
    function of the features. `copy` is the value where a pickled copy arrives. `fact` is the
    observation that sums up this kind with others.
    """

    def __init__(
        self,
        make: "Callable[[], Any]",
        use: "Callable[[Any], object]",
        error: "Error" = None,
        fact: str = "",
        at_start: "Error" = SAME,
        cause: str = "MP202",
        copy: str = "works",
        discard: "Optional[Callable[[Any], object]]" = None,
    ) -> None:
        self.make = make
        self.use = use
        self.error = error
        self.fact = fact
        self.at_start = error if at_start == SAME else at_start
        self.cause = cause
        self.copy = copy
        self.discard = discard or close

    def arrived(self, item: "Any") -> str:
        """Say in the receiving process what came of the object."""
        try:
            return "works" if self.use(item) else "arrives changed"
        except Exception as error:
            return "fails when used: " + type(error).__name__


def close(item: "Any") -> None:
    """Close what can be closed, before anybody warns that it was not."""
    if hasattr(item, "close"):
        item.close()


def observation(name: str, way: str) -> str:
    return "kind.%s:%s" % (name.replace(" ", "-"), way)


def rows(kinds: "dict[str, Kind]", summaries: "dict[str, str]") -> "dict[str, str]":
    """ROWS of a family, with the labels of its summaries."""
    labels = dict(summaries)
    for name in kinds:
        labels[observation(name, "argument")] = name + " as argument"
        labels[observation(name, "result")] = name + " sent back"
    return labels


def causes(kinds: "dict[str, Kind]", summaries: "dict[str, str]") -> "dict[str, str]":
    """CAUSE of a family, with the codes of its summaries."""
    codes = dict(summaries)
    for name, kind in kinds.items():
        if kind.at_start or kind.copy != "works":
            codes[observation(name, "argument")] = kind.cause
        if kind.error or kind.copy != "works":
            codes[observation(name, "result")] = kind.cause
    return codes


def expected(
    kinds: "dict[str, Kind]", method: str, features: "Features", way: str = "argument"
) -> "dict[str, object]":
    """The observations of a family, where `way` is the one that its summaries are about."""
    values = {}
    for name, kind in kinds.items():
        error, at_start = (e(features) if callable(e) else e for e in (kind.error, kind.at_start))
        refused = "raises %s in start()" % at_start if at_start else kind.copy
        values[observation(name, "argument")] = "works" if method == "fork" else refused
        values[observation(name, "result")] = LOST % error if error else kind.copy
    return dict(values, **summaries(kinds, values, way))


LOST = "raises %s in the child, lost in a queue"


def summaries(kinds: "dict[str, Kind]", values: "dict[str, str]", way: str) -> "dict[str, str]":
    """Count for each fact what does not work: `fails for 2 of 3: TypeError`."""
    of_fact: "dict[str, list[str]]" = {}
    for name, kind in kinds.items():
        value = values.get(observation(name, way))
        if kind.fact and value:
            of_fact.setdefault(kind.fact, []).append(value)
    return {fact: _count(found) for fact, found in of_fact.items()}


def _count(found: "list[str]") -> str:
    bad = [value for value in found if value != "works"]
    if not bad:
        return "all work"
    words = sorted({value.split()[1] if value.startswith("raises") else value for value in bad})
    return "fails for %d of %d: %s" % (len(bad), len(found), ", ".join(words))


def travel(cell: "Cell", module: str, way: str = "argument") -> "dict[str, object]":
    """Send every kind of the family in `module` to a child and back; return the observations."""
    kinds = _kinds_of(module)
    objects = _made(kinds)
    try:
        values = {observation(name, "argument"): value for name, value in _sent(cell, module, objects).items()}
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
    answer = cell.attempt(use_all, module, objects)
    if isinstance(answer, dict):
        return answer
    names = list(objects)
    if len(names) == 1:
        return {names[0]: answer}
    middle = len(names) // 2
    halves = [{name: objects[name] for name in half} for half in (names[:middle], names[middle:])]
    return dict(_sent(cell, module, halves[0]), **_sent(cell, module, halves[1]))


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
