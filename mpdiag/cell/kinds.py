"""Kinds of objects, and what is expected of them on their way to a child and back.

A probe of one family lists its kinds as KINDS, from which all else follows: rows, expectations,
causes and, by `travel`, the observations themselves.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Optional, Union

    from mpdiag.features import Features

    Error = Union[None, str, Callable[[Features], Optional[str]]]

SAME = "as for a result"
LOST = "raises %s in the child, lost in a queue"


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
