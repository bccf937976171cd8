"""A good result file, and ways to break it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from mpdiag.results import store
from tests.report import worlds

Change = Callable[[dict[str, Any]], None]


def the_file() -> dict[str, Any]:
    """A good file, decoded."""
    found: dict[str, Any] = json.loads(store.dumps([worlds.surprising()]))
    return found


def _set(*path: Any) -> Change:
    *way, last, value = path

    def change(found: Any) -> None:
        for step in way:
            found = found[step]
        if value is ...:
            del found[last]
        else:
            found[last] = value

    return change


BROKEN: list[tuple[Change, str]] = [
    (_set("cells", 0, "outcome", "fine"), "$.cells[0].outcome"),
    (_set("cells", 0, "method", "vfork"), "$.cells[0].method"),
    (_set("cells", 0, "revision", 0), "$.cells[0].revision"),
    (_set("cells", 0, "id", ...), "missing required field `id`"),
    (_set("environment", "limits", "cpus_usable", -1), "$.environment.limits.cpus_usable"),
    (_set("cells", {}), "$.cells"),
    (_set("schema", "other"), '"schema": "mpdiag-run"'),
    (_set("schema", ...), '"schema": "mpdiag-run"'),
    (_set("schema_version", "1"), "schema_version"),
    (_set("schema_version", 99), "schema version 99, and this mpdiag knows versions up to 1"),
]
"""What breaks it, and words of our message."""
