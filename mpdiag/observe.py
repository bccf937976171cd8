"""From what the user wants to know to a judged run: the runner and the expectations together."""

from __future__ import annotations

import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
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
from mpdiag.runner.supervise import Supervisor
from mpdiag.runner.warden import Warden

EFFORTS: tuple[Effort, ...] = ("quick", "default", "rigorous")
OWN_COST = "harness.empty"
"""The probe that runs always: what a cell costs in which nothing happens."""


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What is to be observed: patterns of probes (none: all), and an interpreter (None: ours)."""

    probes: tuple[str, ...]
    methods: tuple[StartMethod, ...]
    python: str | None
    effort: Effort
    jobs: int
    # Seconds for each cell; None: each probe's own limit.
    timeout: float | None


def observe(wishes: Wishes, progress: Progress, *, journal: Path | None) -> Run:
    """Run the cells and judge them.

    Ctrl-C, SIGTERM and SIGHUP end it early: the run then holds what was finished. Every finished
    cell is added to the journal, which the caller removes as soon as the run is safe elsewhere.
    Raises UsageError and OutputError before anything is measured.
    """
    begun = time.monotonic()
    run_id = uuid.uuid4().hex[:12]
    probes = catalog.choose(wishes.probes, wishes.effort)
    if OWN_COST not in {probe.name for probe in probes}:
        probes.insert(0, catalog.load()[OWN_COST])
    executable = interpreter.find(wishes.python)
    with _signals_as_interrupts(), Scratch() as scratch, Warden(run_id, scratch.path):
        python = interpreter.inspect(executable, scratch.library)
        surroundings = environment.collect(python.about)
        planned = plan.make(
            probes, wishes.methods, surroundings.multiprocessing.available, wishes.effort, wishes.timeout
        )
        header = _header(wishes, probes, surroundings)
        supervisor = Supervisor(python, scratch, Population(run_id), jobs=wishes.jobs, began=progress.began)
        cells: list[Cell] = []
        interrupted = False
        with _journal(journal, header) as keep, progress.of(len(planned.absent) + len(planned.cells)):

            def ended(cell: Cell) -> None:
                cells.append(judge.judge(cell, catalog.load()[cell.probe], Features.of(surroundings)))
                keep(cells[-1])
                progress.ended()

            try:
                supervisor.run(planned, ended)
            except KeyboardInterrupt:
                interrupted = True
    order = {cell.id: number for number, cell in enumerate([*planned.absent, *planned.cells])}
    cells.sort(key=lambda cell: (cell.probe, order[cell.id]))
    duration = time.monotonic() - begun
    return replace(
        header,
        duration_s=duration,
        observed_share=supervisor.observing.seconds / duration,
        interrupted=interrupted,
        cells=tuple(cells),
        causes=match.causes_seen(cells, header.rows),
        yardstick=tuple(supervisor.yardstick),
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
def _journal(path: Path | None, header: Run) -> Iterator[Callable[[Cell], None]]:
    """Gives what keeps a cell on disk; a disk that is full, or fills up meanwhile, does not end the run."""
    if path is None:
        yield lambda _: None
        return
    with ExitStack() as stack:
        journal = None
        with suppress(OutputError):
            journal = stack.enter_context(closing(store.Journal(path)))
            journal.begin(header)

        def keep(cell: Cell) -> None:
            with suppress(OutputError):
                if journal:
                    journal.add(cell)

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
