"""Settings in `[tool.mpdiag]` of the user's `pyproject.toml`: defaults for the command line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from mpdiag import errors

KEYS: dict[str, type] = {
    "probes": list,
    "methods": list,
    "python": str,
    "effort": str,
    "jobs": int,
    "timeout": float,
    "format": list,
    "all": bool,
}
"""Setting -> its type. They mean what the options of `mpdiag report` mean."""

WORDS = {
    list: "a list of strings",
    str: "a string",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}


def load(folder: Path) -> dict[str, Any]:
    """The settings of the nearest `pyproject.toml` at or above this folder that has any.

    Raises UsageError for an unknown key or a value of the wrong type, InputError for a file
    that cannot be read.
    """
    for directory in (folder, *folder.parents):
        file = directory / "pyproject.toml"
        if not file.is_file():
            continue
        settings = _read(file).get("tool", {}).get("mpdiag")
        if settings is not None:
            _check(settings, file)
            return dict(settings)
    return {}


def _read(file: Path) -> dict[str, Any]:
    try:
        with open(file, "rb") as stream:
            return tomllib.load(stream)
    except OSError as error:
        raise errors.InputError(f"cannot read {file}: {error.strerror or error}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise errors.InputError(f"{file} is not valid TOML: {error}.") from None


def _check(settings: object, file: Path) -> None:
    if not isinstance(settings, dict):
        raise errors.UsageError(f"[tool.mpdiag] in {file} must be a table.")
    for key, value in settings.items():
        if key not in KEYS:
            raise errors.unknown("setting", key, KEYS, f"It stands in [tool.mpdiag] of {file}.")
        kind = KEYS[key]
        fits = type(value) is kind or (kind is float and type(value) is int)
        if not fits or (isinstance(value, list) and not all(isinstance(item, str) for item in value)):
            raise errors.UsageError(
                f"'{key}' in [tool.mpdiag] of {file} must be {WORDS[kind]}, not {value!r}."
            )
