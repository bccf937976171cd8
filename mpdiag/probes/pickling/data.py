"""Values of the standard library's types sent to a child and back.

Programs that put whatever they hold into an argument or a result rely on this.
"""

from mpdiag.cell.kinds import Kind, causes, expected, rows
from mpdiag.cell.travel import travel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features


class Thing:
    value = 1

    @property
    def size(self) -> int:
        return 1


THING = Thing()


def pattern() -> "Any":
    import re

    return re.compile("a(.)")


def logger() -> "Any":
    import logging

    return logging.getLogger("mpdiag")


def moment() -> "Any":
    import datetime as dt

    return dt.datetime(2000, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=1)))


def generator_of(name: str) -> "Any":
    import random

    return getattr(random, name)()


def decimal_context() -> "Any":
    import decimal

    return decimal.Context(prec=7)


def default_mapping() -> "Any":
    from collections import defaultdict

    return defaultdict(lambda: 1)


def environment() -> "Any":
    import os

    return os.environ


def context_variable() -> "Any":
    from contextvars import ContextVar

    return ContextVar("setting", default=1)


def checksum() -> "Any":
    import hashlib

    return hashlib.sha256(b"content")


def compressor() -> "Any":
    import zlib

    return zlib.compressobj()


def read_only_mapping() -> "Any":
    from types import MappingProxyType

    return MappingProxyType({"value": 1})


def reference() -> "Any":
    import weakref

    return weakref.ref(THING)


def weak_mapping() -> "Any":
    import weakref

    return weakref.WeakValueDictionary(value=THING)


def module() -> "Any":
    import math

    return math


def traceback() -> "Any":
    try:
        raise ValueError
    except ValueError as error:
        return error.__traceback__


def frame() -> "Any":
    return traceback().tb_frame


def one(item: "Any") -> bool:
    return bool(item["value"] == 1)


def local_error(features: "Features") -> str:
    return features.local_object_error


REVISION = 1
SCHEDULE = "shared"
DEADLINE = 60  # on Windows, each failed start has a child that loads for nothing
FINE, OTHER = "pickle.ok-types", "pickle.misc-types"
KINDS = {
    "regex": Kind(pattern, lambda item: item.match("ab"), None, FINE),
    "logger": Kind(logger, lambda item: item.name == "mpdiag", None, FINE),
    "time with zone": Kind(moment, lambda item: item.utcoffset().total_seconds() == 3600, None, FINE),
    "random generator": Kind(lambda: generator_of("Random"), lambda item: item.random() < 1, None, FINE),
    "decimal context": Kind(decimal_context, lambda item: item.prec == 7, None, FINE),
    "system random generator": Kind(
        lambda: generator_of("SystemRandom"), lambda item: item.random() < 1, "NotImplementedError", OTHER
    ),
    "regex match": Kind(lambda: pattern().match("ab"), lambda item: item.group(1) == "b", "TypeError", OTHER),
    "keys of a dict": Kind(lambda: {1: 1}.keys(), lambda item: 1 in item, "TypeError", OTHER),
    "read-only mapping": Kind(read_only_mapping, one, "TypeError", OTHER),
    "memory view": Kind(lambda: memoryview(b"content"), lambda item: item[0] == 99, "TypeError", OTHER),
    "weak reference": Kind(reference, lambda item: item().value == 1, "TypeError", OTHER),
    "weak mapping": Kind(weak_mapping, lambda item: item["value"].value == 1, local_error, OTHER),
    "module": Kind(module, lambda item: item.sqrt(1) == 1, "TypeError", OTHER),
    "frame": Kind(frame, lambda item: item.f_code, "TypeError", OTHER),
    "traceback": Kind(traceback, lambda item: item.tb_lineno, "TypeError", OTHER),
    "code": Kind(lambda: one.__code__, lambda item: item.co_name == "one", "TypeError", OTHER),
    "property": Kind(lambda: Thing.__dict__["size"], lambda item: item.fget(None) == 1, "TypeError", OTHER),
    "hash object": Kind(checksum, lambda item: item.hexdigest(), "TypeError", OTHER),
    "compressor": Kind(compressor, lambda item: item.flush(), "TypeError", OTHER),
    "context variable": Kind(context_variable, lambda item: item.get() == 1, "TypeError", OTHER),
    "environment": Kind(environment, lambda item: item.copy(), local_error, OTHER),
    "defaultdict of a lambda": Kind(default_mapping, one, local_error, OTHER, cause="MP201"),
}
ROWS = rows(
    KINDS, {FINE: "types believed to fail as arguments", OTHER: "types that are no data as arguments"}
)
CAUSE = causes(KINDS, {OTHER: "MP202"})


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return expected(KINDS, method, features)


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    return travel(cell, __name__)
