"""Result files: written so that two of them diff well, read as untrusted input."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable
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

JOURNAL = "mpdiag-journal"

UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""`{1: _from_1_to_2, ...}`: each takes the decoded file of one version to the next."""

SYNC_INTERVAL = 1.0
"""Seconds between two syncs of a journal: what a power cut may cost. A crash of ours costs nothing."""

_NUMBERS_ONLY = re.compile(r"\[\n\s+(-?\d[^\n\"\[\]{}]*(?:\n\s+-?\d[^\n\"\[\]{}]*)*)\n\s+\]")


def dumps(run: Run) -> bytes:
    """The run as a file's content: keys in a fixed order, one line for each value or list of numbers."""
    plain = msgspec.to_builtins(run, order="deterministic")
    try:
        text = json.dumps(plain, indent=1, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise OutputError(f"a figure in this run is not a finite number: {error}.") from None
    # Strings hold no line break in JSON, so only lists of numbers can match.
    text = _NUMBERS_ONLY.sub(lambda found: f"[{' '.join(found[1].split())}]", text)
    return text.encode("utf-8", "replace") + b"\n"  # lone surrogates are no text


def write(run: Run, path: str | os.PathLike[str]) -> None:
    """Write the run to a file."""
    try:
        replace_file(Path(path), dumps(run))
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


def read(path: str | os.PathLike[str]) -> Run:
    """Read a result file, or the journal of a run that was cut short."""
    try:
        with open(path, "rb") as file:
            data = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise InputError(f"cannot read '{os.fspath(path)}': {error.strerror or error}.") from None
    return loads(data, os.fspath(path))


def loads(data: bytes, name: str) -> Run:
    """Turn a file's content into a run; `name` is what errors call it.

    NaN and Infinity are no JSON, and msgspec refuses numbers that only fit infinity.
    """
    if len(data) > SIZE_LIMIT:
        raise InputError(f"'{name}' is larger than {SIZE_LIMIT // 2**20} MiB; that is no result of mpdiag.")
    try:
        found = _journal(data) or msgspec.json.decode(data)
        run = msgspec.convert(_upgraded(found, name), Run)
    except InputError:
        raise
    except (ValueError, RecursionError) as error:  # msgspec's own errors are ValueErrors
        raise InputError(f"'{name}' is not a valid result file: {_sentence(error)}") from None
    _refuse_duplicates(run, name)
    return run


class Journal:
    """Keeps the finished cells of a run on disk while it goes on, a line for each.

    `read` accepts such a file as an interrupted run.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        try:
            self._file = self.path.open("wb", buffering=0)
        except OSError as error:
            raise OutputError(f"cannot write '{self.path}': {error.strerror or error}.") from None
        self._synced = time.monotonic()

    def begin(self, header: Run) -> None:
        """Write the first line: the run as far as it is known before its cells."""
        fields = msgspec.to_builtins(header, order="deterministic")
        self._append({**fields, "schema": JOURNAL, "cells": []})

    def add(self, cell: Cell) -> None:
        """Write one finished cell."""
        self._append(msgspec.to_builtins(cell, order="deterministic"))

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


def _journal(data: bytes) -> dict[str, Any] | None:
    """A journal's lines as one interrupted run; None where the file is no journal."""
    first, _, rest = data.partition(b"\n")
    if JOURNAL.encode() not in first[:100]:
        return None
    header = msgspec.json.decode(first)
    if not isinstance(header, dict) or header.get("schema") != JOURNAL:
        return None
    # The last line is whole only if its end was written too.
    cells = [msgspec.json.decode(line) for line in rest.split(b"\n")[:-1]]
    duration = sum(cell.get("duration_s", 0.0) for cell in cells if _is_timed(cell))
    return {**header, "schema": "mpdiag-run", "cells": cells, "interrupted": True, "duration_s": duration}


def _is_timed(cell: object) -> bool:
    return isinstance(cell, dict) and isinstance(cell.get("duration_s"), float)


def _upgraded(found: object, name: str) -> dict[str, Any]:
    if not isinstance(found, dict) or found.get("schema") != "mpdiag-run":
        raise InputError(f"'{name}' is no result of 'mpdiag report': it has no \"schema\": \"mpdiag-run\".")
    version = found.get("schema_version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise InputError(f"'{name}' is not a valid result file: its schema_version is no positive number.")
    if version > SCHEMA_VERSION:
        raise InputError(
            f"'{name}' has schema version {version}, and this mpdiag knows versions up to {SCHEMA_VERSION}; "
            "update mpdiag to read it."
        )
    for step in range(version, SCHEMA_VERSION):
        found = UPGRADES[step](found)
    return {**found, "schema_version": SCHEMA_VERSION}


def _refuse_duplicates(run: Run, name: str) -> None:
    seen: set[str] = set()
    for cell in run.cells:
        if cell.id in seen:
            raise InputError(f"'{name}' is not a valid result file: it has two cells '{cell.id}'.")
        seen.add(cell.id)


def _sentence(error: Exception) -> str:
    text = str(error) or type(error).__name__
    return f"{text[:300].rstrip('.')}."
