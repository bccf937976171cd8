"""Parent side of a cell: plays the user's program for one probe and one start method.

Loaded in a fresh interpreter by `python -m mpdiag.cell`, or by a small main file of its
own where the probe is about what children do with the main file. It talks to the
supervisor over the two streams that it was given as stdin and stdout; what the observed
processes print goes to stderr.
"""

import os
import sys

from mpdiag.cell.channel import END_OF_OUTPUT, Alone, Channel
from mpdiag.cell.endings import ending

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess
    from typing import Any, Callable, Iterator, Optional

    from mpdiag.cell.hang import Observed

PATIENCE = 10.0
"""Seconds after which a silent child counts as hanging, where a probe does not say."""

_failed_starts: "list[Exception]" = []
"""What start() raised, kept as long as we live.

On Windows the child of a start that failed is there already, and will ask us for its pipe by the
number of a handle. The traceback keeps that handle open; else the pipe of the next child might get
the number, and the orphan would read what is meant for that child.
"""


class Unavailable(Exception):
    """What the probe is about does not exist here; the text says what is missing."""


class ChildFailed(Exception):
    """A child gave no answer; the text tells in the words of `Cell.attempt` what it did instead."""


class Steps:
    """A child that runs a generator function and stands still at each `yield`.

    `next(steps)` lets it run to its next `yield` and returns the value; `process` is its
    Process object; leaving the `with` block ends it.
    """

    def __init__(self, process: "BaseProcess", answers: "Connection[Any, Any]", patience: float) -> None:
        self.process = process
        self._answers = answers
        self._patience = patience
        self._begun = False

    @property
    def pid(self) -> int:
        return self.process.pid  # type: ignore[return-value]

    def __iter__(self) -> "Steps":
        return self

    def __next__(self) -> "Any":
        if self._begun:
            self._answers.send(True)
        self._begun = True
        answer = _answer_of(self.process, self._answers, self._patience)
        if answer[0] == "end":
            raise StopIteration
        return _value_in(answer)

    def __enter__(self) -> "Steps":
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._answers.send(False)
        except OSError:
            pass  # the child has ended by itself
        self._answers.close()
        self.process.join(self._patience)
        _end(self.process)


class Cell:
    """What a probe's `parent(ctx, cell)` is given."""

    def __init__(self, ctx: "BaseContext", effort: str, channel: "Channel") -> None:
        self.ctx = ctx
        self.method = ctx.get_start_method()
        self.effort = effort  # "quick", "default" or "rigorous"
        self.folder = os.getcwd()  # an empty folder of this cell's own
        self._channel = channel

    def start(self, function: "Callable[..., Any]", *args: "Any", patience: float = PATIENCE) -> "Any":
        """Run `function(*args)` in a fresh child and return its value.

        What `start()` raises here is let through; what goes wrong in the child raises
        ChildFailed.
        """
        from mpdiag.cell.child import run

        answers, theirs = self.ctx.Pipe(False)
        process = self.ctx.Process(target=run, args=(theirs, function, args))  # type: ignore[attr-defined]
        try:
            self.launch(process)
            theirs.close()
            answer = _answer_of(process, answers, patience)
            if answer[0] != "failed":
                process.join(patience)  # it ends by itself, as a user's would
        finally:
            _end(process)
            answers.close()
        return _value_in(answer)

    def attempt(self, function: "Callable[..., Any]", *args: "Any", patience: float = PATIENCE) -> "Any":
        """Like `start`, but a failure becomes a value, in these words:

        `raises X in start()`, `raises X in the child`, `dies: exit code 1`, `hangs`.
        """
        try:
            return self.start(function, *args, patience=patience)
        except ChildFailed as failure:
            return str(failure)
        except Exception as error:
            return "raises %s in start()" % type(error).__name__

    def steps(self, function: "Callable[..., Any]", *args: "Any", patience: float = PATIENCE) -> Steps:
        """Start a child that runs the generator function and stops at each `yield`."""
        from mpdiag.cell.child import step

        answers, theirs = self.ctx.Pipe(True)
        process = self.ctx.Process(target=step, args=(theirs, function, args))  # type: ignore[attr-defined]
        self.launch(process)
        theirs.close()
        return Steps(process, answers, patience)

    def launch(self, process: "BaseProcess") -> None:
        """Call `process.start()`, also where it may fail: what it raises is kept."""
        try:
            process.start()
        except Exception as error:
            _failed_starts.append(error)
            raise

    def look(self, name: str, **processes: "Observed") -> None:
        """Stand still while the supervisor measures these processes from outside.

        The samples are called `name process`, as in `at rest child`, with the metrics
        `uss`, `pss`, `rss`, `private` (bytes), as far as this system tells them. The
        parent is always measured as well, as `name parent`.
        """
        self._channel.look(name, _pids(processes))

    def stacks(self, name: str, **processes: "Observed") -> None:
        """Keep where all threads of these processes stand, as evidence `name process`. This ends them.

        The parent is always shown as well, and goes on; and what these processes have started, which
        ends with them. Without signals, only those are shown that have called `hang.arm`.
        """
        self._channel.stacks(name, _pids(processes))

    def keep_stacks(self, name: str, **texts: str) -> None:
        """Keep stacks that processes have printed elsewhere, as evidence `name process`."""
        self._channel.send({"evidence": {"%s %s" % (name, role): text for role, text in texts.items()}})

    def rounds(self) -> "Iterator[int]":
        """Give the number of each round that the supervisor grants.

        Rounds of the start methods take turns, and go on until the figures stand or the
        time is spent. Record samples inside; nothing else may run between them.
        """
        number = 0
        while self._channel.may_go_on():
            yield number
            number += 1

    def sample(self, name: str, unit: str, *values: float) -> None:
        """Record measured numbers. Units: `s`, `byte`, `1` (a count or a ratio), `1/s`, `byte/s`."""
        self._channel.samples.extend((name, unit, value) for value in values)

    def observe(self, name: str, value: "Any") -> None:
        """Record one observation at once, so that a later crash cannot take it along."""
        self._channel.send({"observed": {name: value}})


def main() -> None:
    """Run cells: `PROBE[,PROBE...] METHOD [effort] [--supervised]` on the command line."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--supervised"]
    supervised = len(arguments) < len(sys.argv) - 1
    probes, method = arguments[0].split(","), arguments[1]
    effort = arguments[2] if len(arguments) > 2 else "default"
    channel = Channel() if supervised else Alone()
    _restore_interrupt()
    for probe in probes:
        if len(probes) > 1:
            os.mkdir(os.path.join(channel.folder, probe))
            os.chdir(os.path.join(channel.folder, probe))
        _arm_stacks()
        end = _run(probe, method, effort, channel)
        if supervised:
            _end_output()
        channel.send(end)


def _end_output() -> None:
    try:
        sys.stdout.flush()
        sys.stderr.flush()
        os.write(2, END_OF_OUTPUT)
    except (OSError, ValueError):
        pass  # the probe has closed it


def _run(probe_name: str, method: str, effort: str, channel: Channel) -> "dict[str, Any]":
    """Run one probe; what it observes is sent on the way, how it ended is returned."""
    try:
        import importlib
        import multiprocessing

        multiprocessing.set_start_method(method, force=True)
        ctx = multiprocessing.get_context(method)
        probe = importlib.import_module("mpdiag.probes." + probe_name)
        observed = probe.parent(ctx, Cell(ctx, effort, channel))
        if observed:
            channel.send({"observed": observed})
        return {"end": "observed"}
    except Unavailable as missing:
        return {"end": "unavailable", "reason": str(missing)}
    except Exception as error:
        import traceback

        lacking = _lacking_semaphores()
        if lacking:
            return {"end": "unavailable", "reason": "no semaphore can be made here: " + lacking}
        return {
            "end": "harness-error",
            "reason": "%s: %s" % (type(error).__name__, error),
            "traceback": traceback.format_exc(),
        }


def _lacking_semaphores() -> str:
    """Why this system makes no semaphores; empty where it does.

    Without sem_open, or a /dev/shm to make them in, nearly every probe fails in a way of its own.
    """
    import multiprocessing

    try:
        multiprocessing.Lock()
    except (ImportError, OSError) as error:
        return str(error)
    return ""


def _pids(processes: "dict[str, Any]") -> "dict[str, int]":
    """Role -> pid, the parent first."""
    pids = {"parent": os.getpid()}
    for role, process in processes.items():
        pids[role] = process if isinstance(process, int) else process.pid
    return pids


def _answer_of(process: "BaseProcess", answers: "Connection[Any, Any]", patience: float) -> "tuple[Any, ...]":
    from multiprocessing.connection import wait

    ready = wait([answers, process.sentinel], patience)
    if answers in ready or answers.poll():
        try:
            return answers.recv()  # type: ignore[no-any-return]
        except EOFError:
            pass
    elif not ready:
        return ("failed", "hangs")
    process.join(patience)
    return ("failed", "dies: " + ending(process.exitcode))


def _value_in(answer: "tuple[Any, ...]") -> "Any":
    if answer[0] == "value":
        return answer[1]
    if answer[0] == "raised":
        raise ChildFailed("raises %s in the child" % answer[1])
    raise ChildFailed(answer[1])


def _end(process: "BaseProcess") -> None:
    """Leave no child behind, whatever it was doing."""
    if process.pid is not None and process.is_alive():
        process.kill()
        process.join(PATIENCE)


def _restore_interrupt() -> None:
    """A program started in the background has SIGINT ignored, and its children inherit that."""
    import signal

    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _arm_stacks() -> None:
    """Print the stacks of all threads shortly before the deadline, where no signal can ask for them.

    Elsewhere the supervisor sends SIGABRT, for which PYTHONFAULTHANDLER prints them: the
    watchdog thread of faulthandler would make every fork here a fork with threads.
    """
    deadline: "Optional[str]" = os.environ.get("MPDIAG_STACKS_AFTER")
    if deadline:
        import faulthandler

        faulthandler.dump_traceback_later(float(deadline), exit=False)
