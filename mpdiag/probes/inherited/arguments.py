"""Whether an argument is the parent's object, and whether changes to it come back.

Code that marks "not given" with `MISSING = object()`, or collects results in a list, relies on this.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = {
    "inherit.identity": "MP114",
    "inherit.mutations-not-returned": "MP117",
    "inherit.mutations-not-returned:global": "MP117",
}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "inherit.identity": "sentinel object as argument",
    "inherit.identity:by-name": "class, function and None as arguments",
    "inherit.mutations-not-returned": "child appends to a list argument",
    "inherit.mutations-not-returned:global": "child appends to a global list",
}
EXPECTATION = {
    "inherit.identity": {"fork": "same object", "spawn": "a copy", "forkserver": "a copy"},
    "inherit.identity:by-name": {"fork": "same object", "spawn": "same object", "forkserver": "same object"},
    "inherit.mutations-not-returned": {"fork": "not seen", "spawn": "not seen", "forkserver": "not seen"},
    "inherit.mutations-not-returned:global": {
        "fork": "not seen",
        "spawn": "not seen",
        "forkserver": "not seen",
    },
}

MISSING = object()
results: "list[str]" = []


class Named:
    """Pickled as a name, so that the child finds its own class by that name."""


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    argument: "list[str]" = []
    sentinel, by_name, appended = cell.start(child, MISSING, Named, child, None, argument)
    if not appended:
        raise AssertionError("the child did not append")
    return {
        "inherit.identity": _words(sentinel),
        "inherit.identity:by-name": _words(by_name),
        "inherit.mutations-not-returned": "seen" if argument else "not seen",
        "inherit.mutations-not-returned:global": "seen" if results else "not seen",
    }


def child(
    sentinel: object, given: "type[Named]", function: object, nothing: None, argument: "list[str]"
) -> "tuple[bool, bool, bool]":
    argument.append("result")
    results.append("result")
    by_name = given is Named and function is child and nothing is None
    return sentinel is MISSING, by_name, bool(argument and results)


def _words(same: bool) -> str:
    return "same object" if same else "a copy"
