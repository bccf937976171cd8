"""Runs plans: what only looks several at once, what measures alone, with methods and interpreters in turn."""

from __future__ import annotations

import itertools
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack

from mpdiag.results.model import Cell, Outcome
from mpdiag.runner.conversation import Conversation
from mpdiag.runner.interpreter import Interpreter, clean_environment
from mpdiag.runner.parent import Parent
from mpdiag.runner.plan import Group, Plan, Planned
from mpdiag.runner.precision import ROUNDS_AT_LEAST, precise
from mpdiag.runner.processes import Population
from mpdiag.runner.scratch import Scratch, remove

WAITING_AT_ONCE = 4
"""Cells that mostly wait, beside the others."""

LONGER = 2
"""How many times the budget may be spent to reach the least number of rounds."""

SHORT_TAIL = 2_000
"""Characters of stderr that are kept of a cell in which nothing went wrong."""

Ended = Callable[[Cell], None]


def run_in_turns(runs: Sequence[tuple[Supervisor, Plan, Ended]]) -> None:
    """Run each plan by its supervisor; what measures takes turns, so that drift hits all alike."""
    with ExitStack() as stack:
        for supervisor, _, _ in runs:
            stack.enter_context(supervisor)
        for supervisor, plan, ended in runs:
            supervisor.look(plan, ended)
        # What measures comes last: what is compiled and cached by then does not disturb its rounds.
        for groups in itertools.zip_longest(*(plan.scheduled("timed") for _, plan, _ in runs)):
            for (supervisor, _, ended), group in zip(runs, groups, strict=True):
                if group:
                    supervisor.measure(group, ended)


class Supervisor:
    """Runs cells for one interpreter; when its `with` block ends, no process of a cell is left.

    `jobs` is how many cells that only look may run at once. `began` is called with the id of
    each cell that starts. `working` counts the seconds in which it had cells to run, `observing`
    those in which observed processes were at work.
    """

    def __init__(
        self,
        interpreter: Interpreter,
        scratch: Scratch,
        population: Population,
        *,
        jobs: int,
        began: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.yardstick: list[float] = []
        self.working = Stopwatch()
        self.observing = Stopwatch()
        self._interpreter = interpreter
        self._scratch = scratch
        self._population = population
        self._jobs = jobs
        self._began = began
        self._stopping = threading.Event()
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._finished: queue.SimpleQueue[Cell] = queue.SimpleQueue()

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._population.end(self._population.run_id)

    def look(self, plan: Plan, ended: Ended) -> None:
        """Run all that does not measure, and call `ended` with each cell that has ended."""
        offered = ", ".join(self._interpreter.about["multiprocessing"]["available"])
        for planned in plan.absent:
            ended(_never_begun(planned, "unavailable", f"this Python offers only {offered}"))
        lanes = [(WAITING_AT_ONCE, plan.scheduled("waiting")), (self._jobs, plan.scheduled("state"))]
        with self.working:
            self._run_stage(lanes, ended)

    def measure(self, group: Group, ended: Ended) -> None:
        """Run one group that measures: nothing else may run meanwhile."""
        with self.working:
            self._run_stage([(1, [group])], ended)

    def _run_stage(self, lanes: list[tuple[int, list[Group]]], ended: Ended) -> None:
        """Run each lane's groups in as many threads as it says, all lanes at once.

        Whatever ends this, no cell that had ended is lost.
        """
        pools: list[ThreadPoolExecutor] = []
        futures: set[Future[None]] = set()
        try:
            for threads, groups in lanes:
                pools.append(ThreadPoolExecutor(threads))
                futures |= {pools[-1].submit(self._run_group, group) for group in groups}
            while futures:
                # Short waits: on Windows, Ctrl-C does not end a long one.
                done, futures = wait(futures, timeout=0.1, return_when="FIRST_COMPLETED")
                self._hand_over(ended)
                for future in done:
                    future.result()
        finally:
            if futures:
                self._stopping.set()
            for pool in pools:
                pool.shutdown(cancel_futures=True)
            self._hand_over(ended)

    def _hand_over(self, ended: Ended) -> None:
        while not self._finished.empty():
            ended(self._finished.get())

    def _run_group(self, group: Group) -> None:
        if group.schedule == "timed":
            self._run_in_turn(group)
            return
        rest = list(group.cells)
        while rest and not self._stopping.is_set():
            self._run_in_one_parent(group, rest)

    def _run_in_one_parent(self, group: Group, rest: list[Planned]) -> None:
        """Run as many of these cells as one parent survives, and take them off the list."""
        parent = self._start(rest)
        if parent is None:
            rest.clear()
            return
        done: list[tuple[Conversation, float, str | None]] = []
        try:
            while rest:
                begun = time.monotonic()
                planned = rest.pop(0)
                self._began(planned.id)
                conversation = Conversation(planned, parent, last=not rest)
                with self.observing:
                    conversation.advance()
                stopped = self._run_rounds(group, [conversation])
                done.append((conversation, begun, stopped))
                if conversation.broken:
                    break
                if rest:
                    self._finished.put(_cell_of(*done.pop()))
        finally:
            parent.close()
            for conversation, begun, stopped in done:
                self._finish(conversation, begun, stopped)
            remove(parent.folder)

    def _run_in_turn(self, group: Group) -> None:
        """Start all cells, each with a parent of its own, and let their rounds take turns."""
        waiting: list[tuple[Conversation, float]] = []
        stopped = None
        try:
            for planned in group.cells:
                if self._stopping.is_set():
                    return
                self._began(planned.id)
                begun = time.monotonic()
                parent = self._start([planned])
                if parent is None:
                    continue
                conversation = Conversation(planned, parent)
                waiting.append((conversation, begun))
                with self.observing:
                    conversation.advance()
                if conversation.outcome is not None:
                    # It has no rounds. Nothing of it may run beside the next one.
                    waiting.pop()
                    self._close(conversation, begun, None)
            stopped = self._run_rounds(group, [conversation for conversation, _ in waiting])
        finally:
            for conversation, begun in waiting:
                self._close(conversation, begun, stopped)

    def _close(self, conversation: Conversation, begun: float, stopped: str | None) -> None:
        conversation.parent.close()
        self._finish(conversation, begun, stopped)
        remove(conversation.parent.folder)

    def _finish(self, conversation: Conversation, begun: float, stopped: str | None) -> None:
        conversation.stop()
        if conversation.outcome != "skipped":  # what the user has stopped is no result
            self._finished.put(_cell_of(conversation, begun, stopped))

    def _start(self, cells: list[Planned]) -> Parent | None:
        """Start a parent for these cells; where the system refuses, that is their outcome."""
        with self._lock:
            number, folder = next(self._numbers), self._scratch.folder()
        try:
            return Parent(
                cells,
                self._interpreter,
                self._population,
                number,
                folder,
                self._scratch.library,
                self._stopping,
            )
        except OSError as error:
            remove(folder)
            for planned in cells:
                reason = f"its parent process could not be started: {error.strerror or error}"
                self._finished.put(_never_begun(planned, "harness-error", reason))
            return None

    def _run_rounds(self, group: Group, conversations: list[Conversation]) -> str | None:
        """Grant rounds in turn until the figures stand or the time is spent; say which."""
        at_least = ROUNDS_AT_LEAST[group.cells[0].effort]
        rounds = 0
        begun = time.monotonic()
        stopped = None
        while waiting := [conversation for conversation in conversations if conversation.outcome is None]:
            spent = time.monotonic() - begun
            if rounds >= at_least and all(_stands(conversation) for conversation in waiting):
                stopped = "precise"
            elif spent > group.budget * (1 if rounds >= at_least else LONGER):
                stopped = "budget"
            if group.schedule == "timed" and not stopped:
                self._measure_yardstick()
            for conversation in waiting:
                with self.observing:
                    conversation.answer(go_on=not stopped)
                    conversation.advance()
            rounds += 1
        return stopped

    def _measure_yardstick(self) -> None:
        """Time a bare interpreter start: where this scatters, no figure of time can be trusted."""
        command = [self._interpreter.executable, "-c", "pass"]
        with self.observing:
            begun = time.perf_counter()
            subprocess.run(command, stdin=subprocess.DEVNULL, env=clean_environment(), check=False)
            self.yardstick.append(time.perf_counter() - begun)


class Stopwatch:
    """Adds up the time in which at least one thread is inside its `with` block."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._inside = 0
        self._since = 0.0
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        with self._lock:
            if self._inside == 0:
                self._since = time.monotonic()
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                self.seconds += time.monotonic() - self._since


def _stands(conversation: Conversation) -> bool:
    names = conversation.planned.probe.key or conversation.timed_names()
    return all(precise(conversation.values(name), conversation.planned.effort) for name in names)


def _cell_of(conversation: Conversation, begun: float, stopped: str | None) -> Cell:
    planned = conversation.planned
    assert conversation.outcome is not None
    well = conversation.outcome in ("observed", "unavailable")
    return Cell(
        id=planned.id,
        probe=planned.probe.name,
        revision=planned.probe.module.REVISION,
        method=planned.method,
        variant=planned.variant,
        outcome=conversation.outcome,
        reason=conversation.reason,
        observations=conversation.observations,
        exit=conversation.exit,
        error=conversation.error,
        stderr_tail=conversation.stderr_tail[-SHORT_TAIL:] if well else conversation.stderr_tail,
        evidence=conversation.evidence,
        stopped=stopped if conversation.rounds else None,  # type: ignore[arg-type]
        rounds=conversation.rounds,
        samples=conversation.samples(),
        duration_s=time.monotonic() - begun,
        observed_s=conversation.busy_s,
    )


def _never_begun(planned: Planned, outcome: Outcome, reason: str) -> Cell:
    return Cell(
        id=planned.id,
        probe=planned.probe.name,
        revision=planned.probe.module.REVISION,
        method=planned.method,
        variant=planned.variant,
        outcome=outcome,
        reason=reason,
    )
