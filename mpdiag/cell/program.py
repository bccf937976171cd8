"""Run a whole program of its own from inside a cell, as a user would start it.

For probes that are about the first child of a program, or about how a program is started.
"""

import io
import os
import subprocess
import sys
import threading
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Optional

    from mpdiag.cell.parent import Cell

SECONDS_FOR_THE_REST = 0.5
"""What a killed program has written is in its pipes, unless the reader had no time for it yet."""


class Ended:
    """How the program ended: `code` (None: it hung and was killed), `out` and `err` as text."""

    def __init__(self, code: "Optional[int]", out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err

    @property
    def exception(self) -> str:
        """The type of the last exception that it, or a child of it, printed the traceback of."""
        lines = self.err.splitlines()
        # The line after the indented ones: `package.module.Type: message`, or without a message.
        ends = [line.partition(":")[0] for above, line in zip(lines, lines[1:]) if above.startswith("  ")]
        types = [end.rpartition(".")[2] for end in ends if end.replace(".", "").isidentifier()]
        return types[-1] if types else "no traceback"


def run_program(
    source: str,
    *args: str,
    name: str = "program.py",
    flags: "tuple[str, ...]" = (),
    stdin: "Optional[str]" = None,
    environ: "Optional[dict[str, str]]" = None,
    patience: float = 15.0,
    evidence: "Optional[tuple[Cell, str]]" = None,
) -> Ended:
    """Write `source` to `name` in the current folder and run it with this interpreter."""
    with open(name, "w", encoding="utf-8") as file:
        file.write(source)
    return run_command([sys.executable, *flags, name, *args], stdin, environ, patience, evidence)


def run_command(
    command: "list[str]",
    stdin: "Optional[str]" = None,
    environ: "Optional[dict[str, str]]" = None,
    patience: float = 15.0,
    evidence: "Optional[tuple[Cell, str]]" = None,
) -> Ended:
    """Run any command; `environ` is added to the environment, for this program only.

    `evidence` is a cell and the name of an observation: there the stacks are kept of a program that hangs,
    and of all that it has started.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(os.environ, **(environ or {})),
    )
    deadline = time.monotonic() + patience
    out, err = _Reader(process.stdout), _Reader(process.stderr)  # type: ignore[arg-type]
    code: "Optional[int]"
    try:
        if stdin is not None:
            _write(process.stdin, stdin)  # type: ignore[arg-type]
        code = process.wait(patience)
    except subprocess.TimeoutExpired:
        code = None
    # Its children may hold the pipes, and then the end does not come: those of a program that has
    # hung are not waited for. The supervisor ends them with the cell.
    if code is None or not (out.ended_by(deadline) and err.ended_by(deadline)):
        printed = len(err.text())
        if evidence:
            evidence[0].stacks(evidence[1], program=process.pid)
        process.kill()
        process.wait()
        code = None
        deadline = time.monotonic() + SECONDS_FOR_THE_REST
        out.ended_by(deadline)
        err.ended_by(deadline)
        if evidence:
            evidence[0].keep_stacks(evidence[1], program=err.text()[printed:])
    return Ended(code, out.text(), err.text())


def _write(stream: "IO[bytes]", text: str) -> None:
    try:
        stream.write(text.encode())
        stream.close()
    except OSError:
        pass  # it has ended without reading all


class _Reader:
    """Takes what arrives at a pipe, in a thread.

    Popen.communicate() would lose it on Windows when the end of the pipe does not come in time.
    """

    def __init__(self, pipe: "IO[bytes]") -> None:
        self._pipe = pipe
        self._data = b""
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while True:
            data = os.read(self._pipe.fileno(), 1 << 16)
            if not data:
                break
            self._data += data
        self._pipe.close()

    def ended_by(self, deadline: float) -> bool:
        self._thread.join(max(0.0, deadline - time.monotonic()))
        return not self._thread.is_alive()

    def text(self) -> str:
        """What has arrived so far, as a text stream would give it."""
        return io.TextIOWrapper(io.BytesIO(self._data), errors="replace").read()
