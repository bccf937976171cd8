"""Tell a hang from a slow machine, and keep where it stands.

A time limit alone cannot: what takes long here and now may still come. But where everybody who
could still do something has been asleep for a while, nobody will.
"""

import os
import threading
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from typing import Any, Callable, Union

    from mpdiag.cell.parent import Cell, Steps

    Observed = Union[int, BaseProcess, Steps, "Child"]

STILL = 0.3
"""Seconds in which nobody was seen to run. On a busy machine threads wait to run, but do not sleep."""

PATIENCE = 4.0
"""Seconds for a call that only has to return, where the system does not tell who sleeps."""

AT_MOST = 15.0
"""Seconds for a call while somebody is at work."""

UNTIL_ARMED = 1.5
"""Seconds after which a process prints its stacks by itself, where no signal can ask for them."""


class Call:
    """A call that may never return, under way in a thread of its own."""

    def __init__(self, function: "Callable[[], Any]") -> None:
        self._function = function
        self._outcome: "Any" = "hangs"
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        from mpdiag.cell.parent import ChildFailed

        try:
            value = self._function()
            self._outcome = "works" if value is None else value
        except ChildFailed as failure:
            self._outcome = str(failure)
        except Exception as error:
            self._outcome = "raises " + type(error).__name__

    def outcome(self, cell: "Cell", name: str, at_most: float = AT_MOST, **processes: "Observed") -> "Any":
        """The value that it returns, or `works` for None, or `raises X`.

        `hangs`, where it does neither: with the stacks as evidence `name`. `processes` are all that it
        could be waiting for; where it hangs, they are ended. After `at_most` seconds it counts as
        hanging although somebody is at work.
        """
        if self._ends([one if isinstance(one, int) else one.pid for one in processes.values()], at_most):
            return self._outcome
        cell.stacks(name, **processes)
        self._thread.join(STILL)  # it may have waited for one that is ended now
        return "hangs"

    def _ends(self, pids: "list[Any]", at_most: float) -> bool:
        tells = os.path.isdir("/proc/self/task")
        begun = still_since = time.monotonic()
        while self._thread.is_alive():
            self._thread.join(0.02)
            now = time.monotonic()
            if tells and not _all_asleep([os.getpid(), *pids]):
                still_since = now
            if now - still_since > (STILL if tells else PATIENCE) or now - begun > at_most:
                return not self._thread.is_alive()
        return True


class Child:
    """A child that has come to `function(*args)`, and may hang there or when it ends."""

    def __init__(self, cell: "Cell", function: "Callable[..., Any]", *args: "Any") -> None:
        from mpdiag.cell.parent import PATIENCE

        self._answers, theirs = cell.ctx.Pipe(False)
        self.process: "BaseProcess" = cell.ctx.Process(  # type: ignore[attr-defined]
            target=_run, args=(theirs, function, args), daemon=True
        )
        self.process.start()
        theirs.close()
        if not self._answers.poll(2 * PATIENCE):
            raise TimeoutError("a child did not begin")
        self._answers.recv()

    @property
    def pid(self) -> int:
        return self.process.pid  # type: ignore[return-value]

    def ended(self) -> "Any":
        """Wait for its end; the value of its function, or `works` for None, or how it died."""
        from mpdiag.cell.endings import ending

        self.process.join()
        try:
            return self._answers.recv() or "works"
        except (EOFError, OSError):
            return "dies: " + ending(self.process.exitcode)

    def kill(self) -> None:
        self.process.kill()
        self.process.join()


def outcome(
    cell: "Cell",
    name: str,
    function: "Callable[[], Any]",
    at_most: float = AT_MOST,
    **processes: "Observed",
) -> "Any":
    """Call `function` and tell what becomes of it, as `Call.outcome` does."""
    return Call(function).outcome(cell, name, at_most, **processes)


def run(cell: "Cell", name: str, function: "Callable[..., Any]", *args: "Any") -> "Any":
    """What becomes of a child that calls `function(*args)`: its value, `works`, `dies: ...` or `hangs`."""
    child = Child(cell, function, *args)
    return outcome(cell, name, child.ended, child=child)


def _run(answers: "Connection[Any, Any]", function: "Callable[..., Any]", args: "tuple[Any, ...]") -> None:
    arm()
    answers.send("begun")
    answers.send(function(*args))
    answers.close()


def arm() -> None:
    """To be called in a child that is about to hang, so that its stacks are known on every system."""
    if hasattr(os, "killpg"):
        return  # the supervisor asks by a signal
    import faulthandler

    file = open(_file_of(os.getpid()), "w")  # stays open until the process ends
    faulthandler.dump_traceback_later(UNTIL_ARMED, exit=False, file=file)


def end_armed(pids: "dict[str, int]") -> "dict[str, str]":
    """End these processes, where no signal asks for stacks; return what those have told that were armed."""
    told = {}
    for role, pid in pids.items():
        if pid != os.getpid():
            told[role] = _told_by(pid)
            try:
                os.kill(pid, 9)
            except OSError:
                pass  # it has ended
    return told


def _told_by(pid: int) -> str:
    try:
        with open(_file_of(pid)) as file:
            return file.read()
    except OSError:
        return ""  # it was not armed


def _file_of(pid: int) -> str:
    return "stacks-%d" % pid


def _all_asleep(pids: "list[int]") -> bool:
    """Whether no thread of these processes runs, wants to run or waits for a disk; we do not count."""
    ours = str(threading.get_native_id())
    for pid in pids:
        try:
            threads = os.listdir("/proc/%d/task" % pid)
        except OSError:
            continue  # it has ended
        if any(thread != ours and _state(pid, thread) in "RD" for thread in threads):
            return False
    return True


def _state(pid: int, thread: str) -> str:
    try:
        with open("/proc/%d/task/%s/stat" % (pid, thread)) as file:
            return file.read().rpartition(")")[2].split()[0]
    except OSError:
        return "X"  # it has ended
