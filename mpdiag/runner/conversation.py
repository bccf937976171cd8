"""One cell at run time: started, listened to, measured while it stands still, and ended."""

from __future__ import annotations

import ast
import os
import queue
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from mpdiag.results.model import Exit, Outcome, Sample, Unit
from mpdiag.runner import measure
from mpdiag.runner.interpreter import Interpreter, clean_environment
from mpdiag.runner.plan import Planned
from mpdiag.runner.processes import MARK, TOO_MANY, Population

MEMORY_AT_MOST = 3 << 30
OUTPUT_AT_MOST = 64 << 20
REPORTS_AT_MOST = 16 << 20
"""Bytes, for all processes of a cell together."""

SECONDS_BETWEEN_CHECKS = 0.25
SECONDS_TO_EXIT = 5.0
SECONDS_FOR_STACKS = 1.0
TAIL = 12_000
"""Characters of stderr that are kept."""


SampleKey = tuple[str, Unit, str | None]
"""Name, unit, metric."""


class StoppedByUser(Exception):
    """The user has stopped the run while this cell was at work."""


class CellEnded(Exception):
    """The cell has come to an end of its own kind; the outcome and the reason."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome: Outcome = outcome
        self.reason = reason


class Conversation:
    """Starts the cell at once. `advance()` listens until it asks for a round or has ended.

    Afterwards `outcome` is None while it waits for `answer(go_on=...)`, and otherwise tells how
    it ended; `close()` leaves nothing of it behind.
    """

    def __init__(
        self,
        planned: Planned,
        interpreter: Interpreter,
        population: Population,
        number: int,
        folder: Path,
        library: Path,
        stopping: threading.Event,
    ) -> None:
        self.planned = planned
        self.folder = folder
        self.outcome: Outcome | None = None
        self.reason: str | None = None
        self.error: str | None = None
        self.observations: dict[str, Any] = {}
        self.rounds = 0
        self._closed = False
        self.exit = Exit()
        self.busy_s = 0.0  # while its processes ran, as against waiting for us
        self._values: dict[SampleKey, list[float]] = {}
        self._missing: dict[SampleKey, str] = {}
        self._population = population
        self._mark = population.mark(number)
        self._stopping = stopping
        self._process = subprocess.Popen(
            [interpreter.executable, *_arguments(planned, folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=_environment(planned, interpreter, folder, library, self._mark),
            # Ctrl-C is for us; we end the cell.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
        assert self._process.stdout is not None and self._process.stderr is not None
        self._reports: queue.Queue[bytes | None] = queue.Queue()
        self._output = _Tail(self._process.stderr)
        self._reader = threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True)
        self._reader.start()

    def advance(self) -> None:
        """Listen until the cell asks whether it may go on, or has ended."""
        begun = time.monotonic()
        away = 0.0  # seconds in which the cell stood still for us
        try:
            deadline = begun + self.planned.deadline
            while True:
                message = self._next(deadline)
                now = time.monotonic()
                if "round" in message:
                    return
                if "look" in message:
                    self._look(message["look"], message["pids"])
                    deadline += time.monotonic() - now
                    away += time.monotonic() - now
                elif "end" in message:
                    self.outcome, self.reason = message["end"], message.get("reason")
                    self.error = message.get("traceback")
                    self._wait_for_exit()
                    return
        except CellEnded as broken:
            self.outcome, self.reason = broken.outcome, broken.reason
        except StoppedByUser:
            self.outcome, self.reason = "skipped", "the run was stopped"
        finally:
            self.busy_s += time.monotonic() - begun - away

    def answer(self, *, go_on: bool) -> None:
        """Grant the round that the cell asks for, or tell it to come to its end."""
        self.rounds += go_on
        self._order(b"g" if go_on else b"s")

    def values(self, name: str) -> list[float]:
        """What was sampled so far under this name."""
        return [value for (known, _, _), values in self._values.items() if known == name for value in values]

    def timed_names(self) -> list[str]:
        """The names of all samples in seconds."""
        return [name for name, unit, _ in self._values if unit == "s"]

    def samples(self) -> tuple[Sample, ...]:
        """All samples, raw, in the order in which they first came."""
        return tuple(
            Sample(
                name=key[0],
                unit=key[1],
                metric=key[2],
                values=tuple(values),
                unavailable=self._missing.get(key),
            )
            for key, values in self._values.items()
        )

    @property
    def stderr_tail(self) -> str:
        """The end of what its processes printed; control characters made visible."""
        text = self._output.tail.decode("utf-8", "replace")
        return "".join(char if char.isprintable() or char in "\n\t" else repr(char)[1:-1] for char in text)[
            -TAIL:
        ]

    def close(self) -> None:
        """End every process of the cell, and take in what it printed last. May be called again."""
        if self._closed:
            return
        self._closed = True
        if self.outcome is None:
            self.outcome, self.reason = "skipped", "the run was stopped"
        group = self._process.pid if self._process.poll() is None else None
        self._population.end(self._mark, group=group)
        with suppress(OSError):
            self._process.kill()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(SECONDS_TO_EXIT)
        self._output.join()
        self._reader.join(1.0)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert stream is not None
            with suppress(OSError):
                stream.close()

    def _next(self, deadline: float) -> dict[str, Any]:
        """The next report; samples and observations are taken in on the way."""
        check_at = time.monotonic() + SECONDS_BETWEEN_CHECKS
        while True:
            now = time.monotonic()
            if self._stopping.is_set():
                raise StoppedByUser
            if now > deadline:
                self._dump_stacks()
                raise CellEnded("timed-out", f"nothing came within {self.planned.deadline:g} s")
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
            message = self._parse(line)
            for name, unit, value in message.get("samples", ()):
                self._values.setdefault((name, unit, None), []).append(float(value))
            self.observations.update(message.get("observed", {}))
            if not message.keys() <= {"samples", "observed"}:
                return message

    def _parse(self, line: bytes) -> dict[str, Any]:
        try:
            message = ast.literal_eval(line.decode())
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            message = None
        if not isinstance(message, dict):
            raise CellEnded("harness-error", f"the cell's report is damaged: {line[:60]!r}")
        return message

    def _look(self, name: str, pids: dict[str, int]) -> None:
        """Measure memory from outside while the processes stand still, then let them go on."""
        for role, pid in pids.items():
            for metric, answer in measure.memory(pid).items():
                key: SampleKey = (f"{name} {role}", "byte", metric)
                values = self._values.setdefault(key, [])
                if isinstance(answer, measure.Unavailable):
                    self._missing[key] = answer.reason
                else:
                    values.append(float(answer))
        self._order(b"g")

    def _order(self, order: bytes) -> None:
        assert self._process.stdin is not None
        with suppress(OSError):  # it has died; advance() finds out how
            self._process.stdin.write(order)
            self._process.stdin.flush()

    def _check_limits(self) -> None:
        if self._output.size > OUTPUT_AT_MOST:
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
        import signal

        if not hasattr(os, "killpg"):
            return  # they have printed them themselves: MPDIAG_STACKS_AFTER
        size = self._output.size
        for process in self._population.members(self._mark):
            with suppress(Exception):
                process.send_signal(signal.SIGABRT)
        until = time.monotonic() + SECONDS_FOR_STACKS
        while time.monotonic() < until and self._output.size == size:
            self._stopping.wait(0.02)
        self._stopping.wait(0.1)

    def _wait_for_exit(self) -> None:
        """Let the parent end by itself, so that what it holds is given back as in any program."""
        with suppress(subprocess.TimeoutExpired):
            self.exit = _exit_of(self._process.wait(SECONDS_TO_EXIT))

    def _crash(self) -> CellEnded:
        from mpdiag.cell.endings import ending

        with suppress(subprocess.TimeoutExpired):
            self.exit = _exit_of(self._process.wait(SECONDS_TO_EXIT))
        return CellEnded(
            "crashed", f"the cell's parent process ended early: {ending(self._process.returncode)}"
        )

    def _read(self, stream: IO[bytes]) -> None:
        size = 0
        with suppress(OSError, ValueError):
            while size < REPORTS_AT_MOST and (line := stream.readline(REPORTS_AT_MOST)):
                size += len(line)
                self._reports.put(line)
        self._reports.put(None)


class _Tail:
    """Reads a stream to its end, so that nobody has to wait for us, and keeps only its end."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.size = 0
        self.tail = b""
        self._thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self._thread.start()

    def _read(self, stream: IO[bytes]) -> None:
        with suppress(OSError, ValueError):
            while data := os.read(stream.fileno(), 1 << 16):
                self.size += len(data)
                self.tail = (self.tail + data)[-TAIL:]

    def join(self) -> None:
        """Wait for the end of the stream; it comes when the last process of the cell is gone."""
        self._thread.join(1.0)


def _arguments(planned: Planned, folder: Path) -> list[str]:
    words = [planned.probe.name, planned.method, planned.effort, "--supervised"]
    if planned.main is None:
        return ["-m", "mpdiag.cell", *words]
    # A main file of its own, which its children run again as they would a user's.
    start = 'if __name__ == "__main__":\n    from mpdiag.cell.parent import main\n\n    main()\n'
    (folder / "main.py").write_text(f"{planned.main.strip()}\n\n{start}", encoding="utf-8")
    return ["main.py", *words]


def _environment(
    planned: Planned, interpreter: Interpreter, folder: Path, library: Path, mark: str
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
        environment["MPDIAG_STACKS_AFTER"] = f"{max(1.0, planned.deadline - 2.0):g}"
    return environment


def _exit_of(code: int) -> Exit:
    from mpdiag.cell.endings import signal_name

    return Exit(signal=signal_name(-code)) if code < 0 else Exit(code=code)


def _shared_out(pids: list[int]) -> int:
    """Bytes of these processes together, shared pages counted once as far as the system tells."""
    total = 0
    for pid in pids:
        answers = measure.memory(pid)
        best = next((a for metric in ("pss", "uss", "rss") if isinstance(a := answers[metric], int)), 0)
        total += best
    return total
