"""What a probe's author says will be observed, and whether it was.

In JSON form: a value, or `{"any of": [...]}`. What is not observed has no key; `null` among the values
of an "any of" says that it may be missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mpdiag.features import Features

NEWEST = 99
"""Stands for the newest patch release of a minor version, which is what people have."""

ELSEWHERE = {
    "Windows": Features("Windows", (3, 13, NEWEST)),
    "macOS": Features("Darwin", (3, 13, NEWEST)),
    "Linux 3.13": Features("Linux", (3, 13, NEWEST)),
    "Linux 3.14": Features("Linux", (3, 14, NEWEST)),
}
"""The places for which a report says what to expect there, each under its default start method."""


def expected(module: object, method: str, features: Features) -> dict[str, Any]:
    """Observation -> value, for the observations that the probe makes under this method on this system."""
    if hasattr(module, "expectation"):
        values = module.expectation(method, features)
    else:
        table: Mapping[str, Mapping[str, Any]] = getattr(module, "EXPECTATION", {})
        values = {name: _of_method(row, method, features) for name, row in table.items()}
    return {name: _json(value) for name, value in values.items() if value is not None}


def surprises(observations: Mapping[str, Any], expected: Mapping[str, Any]) -> tuple[str, ...]:
    """The observations that are not as expected: another value, missing, or not expected at all."""
    names = dict.fromkeys([*expected, *observations])
    return tuple(name for name in names if not _allowed(observations.get(name), expected.get(name)))


def choices(value: Any) -> list[Any]:
    """The values that an expected value allows; most allow one."""
    match value:
        case {"any of": [*values], **others} if not others:
            return values
    return [value]


def elsewhere(module: object) -> dict[str, dict[str, Any]]:
    """Row -> place -> the value expected there; no place where it is not observed."""
    found: dict[str, dict[str, Any]] = {name: {} for name in getattr(module, "ROWS", {})}
    for place, features in ELSEWHERE.items():
        for name, value in expected(module, features.methods[0], features).items():
            found.setdefault(name, {})[place] = value
    return found


def _allowed(value: Any, expected: Any) -> bool:
    # By type as well: 0 is no answer where False was expected.
    return any(type(value) is type(choice) and value == choice for choice in choices(expected))


def _of_method(row: Mapping[str, Any], method: str, features: Features) -> Any:
    if method == "spawn" and features.windows and "windows" in row:
        return row["windows"]
    if method == "spawn" and features.macos and "macos" in row:
        return row["macos"]
    return row.get(method)


def _json(value: Any) -> Any:
    return {"any of": list(value)} if isinstance(value, tuple) else value
