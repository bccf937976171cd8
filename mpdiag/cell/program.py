"""Run a whole program of its own from inside a cell, as a user would start it.

For probes that are about the first child of a program, or about how a program is started.
"""

import os
import subprocess
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional


class Ended:
    """How the program ended: `code` (None: it hung and was killed), `out` and `err` as text."""

    def __init__(self, code: "Optional[int]", out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err


def run_program(
    source: str,
    *args: str,
    name: str = "program.py",
    flags: "tuple[str, ...]" = (),
    stdin: "Optional[str]" = None,
    environ: "Optional[dict[str, str]]" = None,
    patience: float = 15.0,
) -> Ended:
    """Write `source` to `name` in the current folder and run it with this interpreter."""
    with open(name, "w", encoding="utf-8") as file:
        file.write(source)
    return run_command([sys.executable, *flags, name, *args], stdin, environ, patience)


def run_command(
    command: "list[str]",
    stdin: "Optional[str]" = None,
    environ: "Optional[dict[str, str]]" = None,
    patience: float = 15.0,
) -> Ended:
    """Run any command; `environ` is added to the environment, for this program only."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(os.environ, **(environ or {})),
        universal_newlines=True,
        errors="replace",
    )
    try:
        out, err = process.communicate(stdin, patience)
    except subprocess.TimeoutExpired as late:
        # Its children may still hold the pipes: take what has arrived and wait for no more.
        # The supervisor ends them with the cell.
        process.kill()
        process.wait()
        return Ended(None, _text(late.stdout), _text(late.stderr))
    return Ended(process.returncode, out, err)


def _text(data: "Optional[object]") -> str:
    return data.decode("utf-8", "replace") if isinstance(data, bytes) else str(data or "")
