"""From what the user wants to know to judged runs: the runner and the expectations together."""

from __future__ import annotations

import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from mpdiag import __version__
from mpdiag.errors import OutputError
from mpdiag.explain import judge, match
from mpdiag.features import Features
from mpdiag.progress import Progress
from mpdiag.results import environment, store
from mpdiag.results.model import Cell, Effort, Environment, Options, Run, StartMethod, Tool
from mpdiag.runner import catalog, interpreter, plan
from mpdiag.runner.catalog import Probe
from mpdiag.runner.processes import Population
from mpdiag.runner.scratch import Scratch
from mpdiag.runner.supervise import Supervisor, run_in_turns
from mpdiag.runner.warden import Warden

EFFORTS: tuple[Effort, ...] = ("quick", "default", "rigorous")
OWN_COST = "harness.empty"
"""The probe that runs always: what a cell costs in which nothing happens."""


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What is to be observed: patterns of probes (none: all), and interpreters (None: ours)."""

    probes: tuple[str, ...]
    methods: tuple[StartMethod, ...]
    pythons: tuple[str | None, ...]
    effort: Effort
    jobs: int
    # Seconds for each cell; None: each probe's own limit.
    timeout: float | None


def observe(wishes: Wishes, progress: Progress, *, journal: Path | None) -> list[Run]:
    """Run the cells under each interpreter and judge them: a run for each.

    Ctrl-C, SIGTERM and SIGHUP end it early: the runs then hold what was finished. Every finished
    cell is added to the journal, which the caller removes as soon as the runs are safe elsewhere.
    Raises UsageError and OutputError before anything is measured.
    """
    run_id = uuid.uuid4().hex[:12]
    probes = catalog.choose(wishes.probes, wishes.effort)
    if OWN_COST not in {probe.name for probe in probes}:
        probes.insert(0, catalog.load()[OWN_COST])
    executables = [interpreter.find(python) for python in wishes.pythons]
    with _signals_as_interrupts(), Scratch() as scratch, Warden(run_id, scratch.path):
        observations = [
            Observation(wishes, probes, executable, scratch, f"{run_id}-{number}-", progress)
            for number, executable in enumerate(executables)
        ]
        cells = sum(len(one.plan.absent) + len(one.plan.cells) for one in observations)
        interrupted = False
        with _journal(journal, [one.header for one in observations]) as keep, progress.of(cells):

            def ended(number: int, cell: Cell) -> None:
                keep(number, observations[number].add(cell))
                progress.ended()

            try:
                run_in_turns(
                    [
                        (one.supervisor, one.plan, partial(ended, number))
                        for number, one in enumerate(observations)
                    ]
                )
            except KeyboardInterrupt:
                interrupted = True
    return [one.run(interrupted=interrupted) for one in observations]


class Observation:
    """One interpreter under observation: what is planned for it, and what came of it so far."""

    def __init__(
        self,
        wishes: Wishes,
        probes: Sequence[Probe],
        executable: str,
        scratch: Scratch,
        run_id: str,
        progress: Progress,
    ) -> None:
        begun = time.monotonic()
        python = interpreter.inspect(executable, scratch.library)
        surroundings = environment.collect(python.about)
        available = surroundings.multiprocessing.available
        self.plan = plan.make(probes, wishes.methods, available, wishes.effort, wishes.timeout)
        self.header = _header(wishes, probes, surroundings)
        version = f"{surroundings.python.version} " if len(wishes.pythons) > 1 else ""
        self.supervisor = Supervisor(
            python,
            scratch,
            Population(run_id),
            jobs=wishes.jobs,
            began=lambda cell: progress.began(version + cell),
        )
        self._features = Features.of(surroundings)
        self._cells: list[Cell] = []
        self._preparing_s = time.monotonic() - begun

    def add(self, cell: Cell) -> Cell:
        """Judge a cell that has ended, and keep it."""
        self._cells.append(judge.judge(cell, catalog.load()[cell.probe], self._features))
        return self._cells[-1]

    def run(self, *, interrupted: bool) -> Run:
        """All that was observed."""
        order = {cell.id: number for number, cell in enumerate([*self.plan.absent, *self.plan.cells])}
        cells = sorted(self._cells, key=lambda cell: (cell.probe, order[cell.id]))
        duration = self._preparing_s + self.supervisor.working.seconds
        return replace(
            self.header,
            duration_s=duration,
            observed_share=self.supervisor.observing.seconds / duration,
            interrupted=interrupted,
            cells=tuple(cells),
            causes=match.causes_seen(cells, self.header.rows),
            yardstick=tuple(self.supervisor.yardstick),
        )


def _header(wishes: Wishes, probes: Sequence[Probe], surroundings: Environment) -> Run:
    """The run as far as it is known before its first cell."""
    return Run(
        schema_version=store.SCHEMA_VERSION,
        tool=Tool(name="mpdiag", version=__version__),
        started=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        duration_s=0.0,
        observed_share=0.0,
        options=Options(
            methods=wishes.methods,
            probes=wishes.probes,
            effort=wishes.effort,
            left_out=0 if wishes.probes else len(catalog.load()) - len(probes),
        ),
        environment=surroundings,
        cells=(),
        rows=judge.rows_of(probes),
        causes=(),
    )


@contextmanager
def _journal(path: Path | None, headers: Sequence[Run]) -> Iterator[Callable[[int, Cell], None]]:
    """Gives what keeps a cell on disk; a disk that is full, or fills up meanwhile, does not end the run."""
    if path is None:
        yield lambda *_: None
        return
    with ExitStack() as stack:
        journal = None
        with suppress(OutputError):
            journal = stack.enter_context(closing(store.Journal(path)))
            journal.begin(headers)

        def keep(number: int, cell: Cell) -> None:
            with suppress(OutputError):
                if journal:
                    journal.add(cell, number)

        yield keep


@contextmanager
def _signals_as_interrupts() -> Iterator[None]:
    """Treat a closed terminal (SIGHUP) and a polite request to end (SIGTERM) like Ctrl-C.

    Only the first counts: what comes later must not disturb the cleaning up.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    interrupted = False

    def interrupt(*_: object) -> None:
        nonlocal interrupted
        if not interrupted:
            interrupted = True
            raise KeyboardInterrupt

    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGHUP", "SIGTERM") if hasattr(signal, name)]
    # What is ignored stays ignored: that is how nohup works.
    numbers = [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]
    before = [signal.signal(number, interrupt) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
