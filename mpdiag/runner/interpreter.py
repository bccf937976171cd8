"""The interpreter under observation: is it one, and what is it?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mpdiag.errors import UsageError

OLDEST = (3, 8)
SECONDS_TO_START = 60.0
"""Generous: the first start of an interpreter on a busy machine, from a cold disk."""

_VERSION = "import sys; print('mpdiag %d %d %d' % sys.version_info[:3])"


@dataclass(frozen=True, kw_only=True)
class Interpreter:
    """A CPython that can be observed. `about` is what `mpdiag/cell/about.py` found."""

    executable: str
    about: dict[str, Any]


def find(name: str | None) -> str:
    """The executable that `--python NAME` means; our own where there is no name.

    Raises UsageError.
    """
    if name is None:
        return sys.executable
    found = shutil.which(name) or shutil.which(os.path.expanduser(name))
    if found is None:
        what = "is no file that can be run" if os.path.exists(name) else "was not found"
        raise UsageError(
            f"--python {name}: {what}. Give the path of a Python interpreter, or its name on PATH."
        )
    return os.path.abspath(found)


def inspect(executable: str, library: Path) -> Interpreter:
    """Start the interpreter twice: for its version, then for everything else.

    `library` is the folder with the observed side. Raises UsageError when it is not a CPython
    of at least OLDEST, or does not start.
    """
    said = _ask(executable, ["-c", _VERSION], "tell its version")
    words = said.split()
    if words[:1] != ["mpdiag"] or len(words) != 4:
        raise UsageError(
            f"--python {executable} is no Python interpreter: asked for its version, it said {said[:60]!r}."
        )
    version = tuple(int(word) for word in words[1:])
    if version[:2] < OLDEST:
        raise UsageError(
            f"--python {executable} is Python {'.'.join(words[1:])}; "
            f"mpdiag observes CPython {'.'.join(map(str, OLDEST))} and newer."
        )
    text = _ask(executable, [str(library / "mpdiag" / "cell" / "about.py")], "describe itself")
    try:
        about: dict[str, Any] = json.loads(text)
    except ValueError:
        raise UsageError(f"--python {executable} does not start cleanly: it printed {text[:60]!r}.") from None
    if about["python"]["implementation"] != "cpython":
        raise UsageError(
            f"--python {executable} is {about['python']['implementation']}; "
            "mpdiag knows what to expect of CPython only."
        )
    return Interpreter(executable=executable, about=about)


def clean_environment() -> dict[str, str]:
    """Our environment without the variables that change how Python starts."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def _ask(executable: str, arguments: list[str], what: str) -> str:
    try:
        done = subprocess.run(
            [executable, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS_TO_START,
            env=clean_environment(),
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise UsageError(f"--python {executable} cannot be run: {error.strerror or error}.") from None
    except subprocess.TimeoutExpired:
        raise UsageError(f"--python {executable} did not {what} within {SECONDS_TO_START:.0f} s.") from None
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2][:100]
        raise UsageError(
            f"--python {executable} ended with status {done.returncode} when asked to {what}"
            + (f": {last}" if last else ".")
        )
    return done.stdout.strip()
