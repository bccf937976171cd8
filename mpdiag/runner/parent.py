"""The parent process of a cell at run time: started, listened to, kept within limits, and ended.

Several cells may have one parent, one after the other, where their probes leave it as they found it.
"""

from __future__ import annotations

import ast
import queue
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from mpdiag.cell.endings import ending, signal_name
from mpdiag.results.model import Exit, Outcome
from mpdiag.runner import measure, stacks
from mpdiag.runner.interpreter import Interpreter, clean_environment
from mpdiag.runner.plan import Planned
from mpdiag.runner.processes import MARK, TOO_MANY, Population
from mpdiag.runner.tail import Tail

MEMORY_AT_MOST = 3 << 30
OUTPUT_AT_MOST = 64 << 20
REPORTS_AT_MOST = 16 << 20
"""Bytes, for all processes of a cell together."""

SECONDS_BETWEEN_CHECKS = 0.25
SECONDS_TO_EXIT = 5.0


class StoppedByUser(Exception):
    """The user has stopped the run while this cell was at work."""


class CellEnded(Exception):
    """The cell has come to an end of its own kind; the outcome and the reason."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome: Outcome = outcome
        self.reason = reason


class Parent:
    """Starts at once, and plays the user's program for these cells, in their order.

    `number` sets its processes apart from all others of the run; `folder` is its own.
    """

    def __init__(
        self,
        cells: Sequence[Planned],
        interpreter: Interpreter,
        population: Population,
        number: int,
        folder: Path,
        library: Path,
        stopping: threading.Event,
    ) -> None:
        self.folder = folder
        self.exit = Exit()
        self._closed = False
        self._shown = 0  # how far what was printed has been shown
        self._population = population
        self._mark = population.mark(number)
        self._stopping = stopping
        self._process = subprocess.Popen(
            [interpreter.executable, *_arguments(cells, folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=_environment(cells, interpreter, folder, library, self._mark),
            # Ctrl-C is for us; we end the cell.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        assert self._process.stdout is not None and self._process.stderr is not None
        self._reports: queue.Queue[bytes | None] = queue.Queue()
        self.output = Tail(self._process.stderr)
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True)
        self._reader.start()

    def next(self, deadline: float, limit: float) -> dict[str, Any]:
        """The next report. `deadline` is a time of `time.monotonic()`, which is `limit` seconds away.

        Raises CellEnded when there will be none, StoppedByUser when nobody wants it.
        """
        check_at = time.monotonic() + SECONDS_BETWEEN_CHECKS
        while True:
            now = time.monotonic()
            if self._stopping.is_set():
                raise StoppedByUser
            if now > deadline:
                self._dump_stacks()
                raise CellEnded("timed-out", f"nothing came within {limit:g} s")
            if now > check_at:
                self._check_limits()
                check_at = time.monotonic() + SECONDS_BETWEEN_CHECKS
            ended = self._process.poll() is not None
            # Once it has ended, what it said last may still be on its way through the reader.
            patience = SECONDS_TO_EXIT if ended else max(0.01, min(check_at, deadline) - now)
            try:
                line = self._reports.get(timeout=patience)
            except queue.Empty:
                if ended:  # and some process of it holds the pipe open
                    raise self._crash() from None
                continue
            if line is None:
                raise self._crash()
            return _parse(line)

    def order(self, order: bytes) -> None:
        """Send an order of one byte: go on, or stop."""
        assert self._process.stdin is not None
        with suppress(OSError):  # it has died; next() finds out how
            self._process.stdin.write(order)
            self._process.stdin.flush()

    def show(self, order: bytes) -> str:
        """Give this order, and return what was printed since the last one, until it was carried out."""
        self.order(order)
        start, self._shown = self._shown, self.output.next_mark()
        return self.output.between(start, self._shown)

    def wait_for_exit(self) -> None:
        """Let it end by itself, so that what it holds is given back as in any program."""
        with suppress(subprocess.TimeoutExpired):
            self.exit = _exit_of(self._process.wait(SECONDS_TO_EXIT))

    def close(self) -> None:
        """End all its processes, and take in what they printed last. May be called again."""
        if self._closed:
            return
        self._closed = True
        group = self._process.pid if self._process.poll() is None else None
        self._population.end(self._mark, group=group)
        with suppress(OSError):
            self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(SECONDS_TO_EXIT)
        self.output.join()
        self._reader.join(1.0)
        assert self._process.stdin is not None
        with suppress(OSError):
            self._process.stdin.close()

    def _check_limits(self) -> None:
        if self.output.size > OUTPUT_AT_MOST:
            raise CellEnded("crashed", f"it printed more than {OUTPUT_AT_MOST >> 20} MB")
        members = self._population.members(self._mark)
        if len(members) > TOO_MANY:
            raise CellEnded("crashed", f"it started more than {TOO_MANY} processes")
        resident = 0
        for process in members:
            with suppress(Exception):  # ended meanwhile, or not ours to read: the next check tells
                resident += process.memory_info().rss
        if resident > MEMORY_AT_MOST and _shared_out([process.pid for process in members]) > MEMORY_AT_MOST:
            raise CellEnded("crashed", f"it used more than {MEMORY_AT_MOST >> 30} GB of memory")

    def _dump_stacks(self) -> None:
        """Have every process print the stacks of its threads, where a signal can ask for them."""
        if stacks.AVAILABLE:  # elsewhere they have printed them themselves: MPDIAG_STACKS_AFTER
            list(stacks.dump(self._population.members(self._mark)))

    def _crash(self) -> CellEnded:
        self.wait_for_exit()
        return CellEnded(
            "crashed", f"the cell's parent process ended early: {ending(self._process.returncode)}"
        )

    def _read(self, stream: IO[bytes]) -> None:
        """Read to the end, and close it: closing what another thread reads from waits for that thread."""
        size = 0
        with suppress(OSError, ValueError), stream:
            while size < REPORTS_AT_MOST and (line := stream.readline(REPORTS_AT_MOST)):
                size += len(line)
                self._reports.put(line)
        self._reports.put(None)


def _parse(line: bytes) -> dict[str, Any]:
    try:
        message = ast.literal_eval(line.decode())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        message = None
    if not isinstance(message, dict):
        raise CellEnded("harness-error", f"the cell's report is damaged: {line[:60]!r}")
    return message


def _arguments(cells: Sequence[Planned], folder: Path) -> list[str]:
    first = cells[0]
    probes = ",".join(planned.probe.name for planned in cells)
    words = [probes, first.method, first.effort, "--supervised"]
    if first.main is None:
        return ["-m", "mpdiag.cell", *words]
    # A main file of its own, which its children run again as they would a user's.
    start = 'if __name__ == "__main__":\n    from mpdiag.cell.parent import main\n\n    main()\n'
    (folder / "main.py").write_text(f"{first.main.strip()}\n\n{start}", encoding="utf-8")
    return ["main.py", *words]


def _environment(
    cells: Sequence[Planned], interpreter: Interpreter, folder: Path, library: Path, mark: str
) -> dict[str, str]:
    environment = clean_environment() | {
        "PYTHONPATH": str(library),
        # Prints the stacks of all threads at a crash, and when we ask by SIGABRT.
        "PYTHONFAULTHANDLER": "1",
        MARK: mark,
    }
    for name in ("TMPDIR", "TEMP", "TMP"):
        environment[name] = str(folder)
    if "fork" not in interpreter.about["multiprocessing"]["available"]:
        deadline = min(planned.deadline for planned in cells)
        environment["MPDIAG_STACKS_AFTER"] = f"{max(1.0, deadline - 2.0):g}"
    return environment


def _exit_of(code: int) -> Exit:
    return Exit(signal=signal_name(-code)) if code < 0 else Exit(code=code)


def _shared_out(pids: list[int]) -> int:
    """Bytes of these processes together, shared pages counted once as far as the system tells."""
    total = 0
    for pid in pids:
        answers = measure.memory(pid)
        best = next((a for metric in ("pss", "uss", "rss") if isinstance(a := answers[metric], int)), 0)
        total += best
    return total
