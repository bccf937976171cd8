"""Every error that a person is told about, with the exit code it leads to.

A message says what happened, to what, and what to do next. None of them ever shows a traceback.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

NOTHING_TO_REPORT = 0
FINDINGS = 1
INTERRUPTED = 130


class MpdiagError(Exception):
    """Something that the user must be told. `exit_code` is what the command then returns."""

    exit_code = 3


class UsageError(MpdiagError):
    """Wrong words on the command line or in the configuration."""

    exit_code = 2


class InputError(MpdiagError):
    """A file that cannot be read, or is not what it should be."""

    exit_code = 2


class OutputError(MpdiagError):
    """A place that cannot be written to. Raised before anything is measured."""

    exit_code = 2


class MeasureError(MpdiagError):
    """Nothing could be measured."""

    exit_code = 3


def unknown(kind: str, name: str, known: Iterable[str], hint: str = "") -> UsageError:
    """The error for a name that does not exist, with the nearest one that does."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.0)
    return UsageError(
        f"there is no {kind} '{name}'"
        + (f"; the nearest is '{near[0]}'." if near else ".")
        + (f" {hint}" if hint else "")
    )
