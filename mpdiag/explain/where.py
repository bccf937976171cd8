"""What is expected of a row on each system and version, in words: `lost until 3.12; kept since 3.13`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mpdiag.explain.expect import NEWEST, choices, expected
from mpdiag.features import Features

SYSTEMS = {"Linux": "Linux", "macOS": "Darwin", "Windows": "Windows"}
VERSIONS = range(8, 15)
"""Minor versions of Python 3 for which there are expectations."""

NOT_OBSERVED = "not observed"

Holds = Mapping[str, tuple[int, ...]]
"""System -> the versions where a value is expected there."""


def expectations(module: object, method: str) -> dict[str, str]:
    """Row -> the values expected under this method, each with where it holds, unless that is everywhere."""
    places = {
        name: [version for version in VERSIONS if method in Features(system, (3, version, NEWEST)).methods]
        for name, system in SYSTEMS.items()
    }
    holds: dict[str, dict[str, dict[str, tuple[int, ...]]]] = {row: {} for row in getattr(module, "ROWS", {})}
    for place, versions in places.items():
        for version in versions:
            values = expected(module, method, Features(SYSTEMS[place], (3, version, NEWEST)))
            for row, found in holds.items():
                systems = found.setdefault(_words(values.get(row)), {})
                systems[place] = (*systems.get(place, ()), version)
    everywhere = {place for place, versions in places.items() if versions}
    return {
        row: "; ".join(f"{value}{_where(systems, everywhere)}" for value, systems in found.items())
        for row, found in holds.items()
    }


def _words(value: Any) -> str:
    words = (NOT_OBSERVED if choice is None else str(choice) for choice in choices(value))
    return " or ".join(words)


def _where(systems: Holds, everywhere: set[str]) -> str:
    """`` on Windows``, `` until 3.12``, `` on Linux since 3.13`` or nothing at all."""
    by_versions: dict[tuple[int, ...], list[str]] = {}
    for system, versions in systems.items():
        by_versions.setdefault(versions, []).append(system)
    phrases = []
    for versions, names in by_versions.items():
        on = "" if set(names) == everywhere else f" on {' and '.join(names)}"
        phrases.append(on + _when(versions))
    return " or".join(phrases)


def _when(versions: tuple[int, ...]) -> str:
    first, last = versions[0], versions[-1]
    if versions == tuple(VERSIONS):
        return ""
    if versions == tuple(range(first, VERSIONS.stop)):
        return f" since 3.{first}"
    if versions == tuple(range(VERSIONS.start, last + 1)):
        return f" until 3.{last}"
    return f" with {', '.join(f'3.{version}' for version in versions)}"
