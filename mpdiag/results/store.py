"""Result files: written so that two of them diff well, read as untrusted input."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from mpdiag.errors import InputError, OutputError
from mpdiag.results.model import Cell, Run

# Grows when a key changes its meaning or goes; a new key does not count, readers ignore
# keys that they do not know. Newest first:
#
# 1  The first version.
SCHEMA_VERSION = 1

SIZE_LIMIT = 128 * 2**20
"""Bytes. A rigorous run of everything is below a tenth of it."""

SEVERAL = "mpdiag-runs"
JOURNAL = "mpdiag-journal"

UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""`{1: _from_1_to_2, ...}`: each takes the decoded file of one version to the next."""

SYNC_INTERVAL = 1.0
"""Seconds between two syncs of a journal: what a power cut may cost. A crash of ours costs nothing."""

_NUMBERS_ONLY = re.compile(r"\[\n\s+(-?\d[^\n\"\[\]{}]*(?:\n\s+-?\d[^\n\"\[\]{}]*)*)\n\s+\]")


def dumps(runs: Sequence[Run]) -> bytes:
    """The runs as a file's content: keys in a fixed order, one line for each value or list of numbers.

    One run is a document by itself; several, made together, are a list in one.
    """
    plain = msgspec.to_builtins(runs, order="deterministic")
    several = {"schema": SEVERAL, "schema_version": SCHEMA_VERSION, "runs": plain}
    content = plain[0] if len(plain) == 1 else several
    try:
        text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise OutputError(f"a figure in these results is not a finite number: {error}.") from None
    # Strings hold no line break in JSON, so only lists of numbers can match.
    text = _NUMBERS_ONLY.sub(lambda found: f"[{' '.join(found[1].split())}]", text)
    return text.encode("utf-8", "replace") + b"\n"  # lone surrogates are no text


def write(runs: Sequence[Run], path: str | os.PathLike[str]) -> None:
    """Write the runs to a file."""
    try:
        replace_file(Path(path), dumps(runs))
    except OSError as error:
        raise OutputError(f"cannot write '{path}': {error.strerror or error}.") from None


def replace_file(path: Path, data: bytes) -> None:
    """Write a file; one of that name is replaced only when the new one is complete. Raises OSError."""
    if path.exists() and not path.is_file():  # a pipe or a device
        path.write_bytes(data)
        return
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def read(path: str | os.PathLike[str]) -> list[Run]:
    """Read a result file, or the journal of runs that were cut short. There is at least one run."""
    try:
        with open(path, "rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise InputError(f"cannot read '{os.fspath(path)}': {error.strerror or error}.") from None
    return loads(data, os.fspath(path))


def loads(data: bytes, name: str) -> list[Run]:
    """Turn a file's content into runs; `name` is what errors call it.

    NaN and Infinity are no JSON, and msgspec refuses numbers that only fit infinity.
    """
    if len(data) > SIZE_LIMIT:
        raise InputError(f"'{name}' is larger than {SIZE_LIMIT // 2**20} MiB; that is no result of mpdiag.")
    try:
        found = _journal(data) or _documents(msgspec.json.decode(data), name)
        runs = [msgspec.convert(_upgraded(document, name), Run) for document in found]
    except InputError:
        raise
    except (ValueError, RecursionError) as error:  # msgspec's own errors are ValueErrors
        raise InputError(f"'{name}' is not a valid result file: {_sentence(error)}") from None
    for run in runs:
        _refuse_duplicates(run, name)
    return runs


class Journal:
    """Keeps the finished cells of runs on disk while they go on, a line for each.

    `read` accepts such a file as interrupted runs.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        try:
            self._file = self.path.open("wb", buffering=0)
        except OSError as error:
            raise OutputError(f"cannot write '{self.path}': {error.strerror or error}.") from None
        self._synced = time.monotonic()

    def begin(self, headers: Sequence[Run]) -> None:
        """Write the first line: the runs as far as they are known before their cells."""
        runs = msgspec.to_builtins(headers, order="deterministic")
        self._append({"schema": JOURNAL, "runs": runs})

    def add(self, cell: Cell, run: int = 0) -> None:
        """Write one finished cell of the run with this number."""
        self._append({"run": run, **msgspec.to_builtins(cell, order="deterministic")})

    def close(self) -> None:
        self._file.close()

    def _append(self, fields: dict[str, Any]) -> None:
        try:
            self._file.write(msgspec.json.encode(fields) + b"\n")
            if time.monotonic() - self._synced > SYNC_INTERVAL:
                os.fsync(self._file.fileno())
                self._synced = time.monotonic()
        except OSError as error:
            raise OutputError(f"cannot write '{self.path}': {error.strerror or error}.") from None


def _journal(data: bytes) -> list[dict[str, Any]]:
    """A journal's lines as interrupted runs; none where the file is no journal."""
    first, _, rest = data.partition(b"\n")
    if JOURNAL.encode() not in first[:100]:
        return []
    header = msgspec.json.decode(first)
    if not isinstance(header, dict) or header.get("schema") != JOURNAL:
        return []
    # The last line is whole only if its end was written too.
    cells = [msgspec.json.decode(line) for line in rest.split(b"\n")[:-1]]
    found = []
    for number, run in enumerate(_list_in(header, "runs")):
        mine = [cell for cell in cells if not isinstance(cell, dict) or cell.get("run") == number]
        duration = sum(cell.get("duration_s", 0.0) for cell in mine if _is_timed(cell))
        found.append({**run, "cells": mine, "interrupted": True, "duration_s": duration})
    return found


def _documents(found: object, name: str) -> list[Any]:
    """The runs of a file, each as a document by itself."""
    if not isinstance(found, dict) or found.get("schema") != SEVERAL:
        return [found]
    _check_version(found, name)
    return _list_in(found, "runs")


def _list_in(found: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """A list of objects that is not empty. Raises ValueError."""
    value = found.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
        raise ValueError(f"its {key} are no list of objects - at `$.{key}`")
    return value


def _is_timed(cell: object) -> bool:
    return isinstance(cell, dict) and isinstance(cell.get("duration_s"), float)


def _upgraded(found: object, name: str) -> dict[str, Any]:
    if not isinstance(found, dict) or found.get("schema") != "mpdiag-run":
        raise InputError(f"'{name}' is no result of 'mpdiag report': it has no \"schema\": \"mpdiag-run\".")
    version = _check_version(found, name)
    for step in range(version, SCHEMA_VERSION):
        found = UPGRADES[step](found)
    return {**found, "schema_version": SCHEMA_VERSION}


def _check_version(found: dict[str, Any], name: str) -> int:
    version = found.get("schema_version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise InputError(f"'{name}' is not a valid result file: its schema_version is no positive number.")
    if version > SCHEMA_VERSION:
        raise InputError(
            f"'{name}' has schema version {version}, and this mpdiag knows versions up to {SCHEMA_VERSION}; "
            "update mpdiag to read it."
        )
    return version


def _refuse_duplicates(run: Run, name: str) -> None:
    seen: set[str] = set()
    for cell in run.cells:
        if cell.id in seen:
            raise InputError(f"'{name}' is not a valid result file: it has two cells '{cell.id}'.")
        seen.add(cell.id)


def _sentence(error: Exception) -> str:
    text = str(error) or type(error).__name__
    return f"{text[:300].rstrip('.')}."
