"""Classes, their instances and single objects sent to a child and back.

Programs that make classes at run time, or compare with `is`, rely on this.
"""

from collections import namedtuple

from mpdiag.cell.kinds import Kind, causes, expected, rows
from mpdiag.cell.travel import travel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features


class Outer:
    class Inner:
        value = 1


class Slotted:
    __slots__ = ("value",)

    def __init__(self) -> None:
        self.value = 1


class Record:
    """Made a dataclass before use, so that children need not import dataclasses."""

    value: int


class Failure(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.value = code


Pair = namedtuple("Pair", "value other")
Renamed = namedtuple("Point", "value other")  # type: ignore[name-match]
Dynamic = type("Made", (), {"value": 1})
SENTINEL = object()


def local_class() -> "Any":
    class Local:
        value = 1

    return Local


def dataclass_instance() -> "Any":
    import dataclasses

    record = dataclasses.dataclass(Record)(1)  # type: ignore[call-arg]
    return record


def enum_member() -> "Any":
    import re

    return re.IGNORECASE


def same_member(item: "Any") -> bool:
    return item is enum_member()


def intact(item: "Any") -> bool:
    return bool(item.value == 1)


def local_error(features: "Features") -> str:
    return features.local_object_error


REVISION = 1
SCHEDULE = "shared"
LOCAL, NAMED = "pickle.local-class", "pickle.named-types"
KINDS = {
    "local class": Kind(local_class, intact, local_error, LOCAL, cause="MP201"),
    "instance of local class": Kind(lambda: local_class()(), intact, local_error, LOCAL, cause="MP201"),
    "instance of nested class": Kind(Outer.Inner, intact, None, LOCAL),
    "namedtuple under another name": Kind(
        lambda: Renamed(1, 2), intact, "PicklingError", NAMED, cause="MP203"
    ),
    "class made by type": Kind(lambda: Dynamic, intact, "PicklingError", NAMED, cause="MP203"),
    "namedtuple": Kind(lambda: Pair(1, 2), intact, None, NAMED),
    "enum member": Kind(enum_member, same_member),
    "object with slots": Kind(Slotted, intact),
    "dataclass instance": Kind(dataclass_instance, intact),
    "exception": Kind(lambda: Failure(1), intact),
    "sentinel object": Kind(
        lambda: SENTINEL, lambda item: item is SENTINEL, cause="MP114", copy="arrives changed"
    ),
}
ROWS = rows(
    KINDS, {LOCAL: "local and nested classes as arguments", NAMED: "classes by another name as arguments"}
)
CAUSE = causes(KINDS, {LOCAL: "MP201", NAMED: "MP203"})


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return expected(KINDS, method, features)


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    return travel(cell, __name__)
