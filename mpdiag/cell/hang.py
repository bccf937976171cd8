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

BETWEEN_LOOKS = 0.02
LOOKS = 15
"""So often in a row nobody is seen to run. On a busy machine threads wait to run, but do not sleep."""

PATIENCE = 2.0
"""Seconds for a call that only has to return, where the system does not tell who sleeps."""

AT_MOST = 15.0
"""Seconds for a call while somebody is at work."""

UNTIL_ARMED = 1.0
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

        `hangs`, where it does neither and all our processes sleep: with the stacks as evidence `name`,
        also of these processes, which are ended then. After `at_most` seconds it counts as hanging
        although somebody is at work.
        """
        if self._ends(at_most):
            return self._outcome
        cell.stacks(name, **processes)
        if processes:
            self._thread.join(1.0)  # it may have waited for one that is ended now
        return "hangs"

    def _ends(self, at_most: float) -> bool:
        begun = time.monotonic()
        patience = AT_MOST if _tells_who_sleeps() else PATIENCE
        looks = 0  # at which all were asleep, one after the other
        while looks < LOOKS and time.monotonic() - begun < min(at_most, patience):
            self._thread.join(BETWEEN_LOOKS)
            if not self._thread.is_alive():
                return True
            looks = looks + 1 if patience > PATIENCE and _all_asleep(os.getpid()) else 0
        return not self._thread.is_alive()


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


def told_by_armed(pids: "dict[str, int]") -> "dict[str, str]":
    """What those of these processes have told that were armed."""
    return {role: _told_by(pid) for role, pid in pids.items() if pid != os.getpid()}


def end(pids: "dict[str, int]") -> None:
    """End these processes, but not ourselves, where no signal for their stacks has done so."""
    for pid in pids.values():
        if pid != os.getpid():
            try:
                os.kill(pid, 9)
            except OSError:
                pass  # it has ended


def _told_by(pid: int) -> str:
    try:
        with open(_file_of(pid)) as file:
            return file.read()
    except OSError:
        return ""  # it was not armed


def _file_of(pid: int) -> str:
    return "stacks-%d" % pid


def _tells_who_sleeps() -> bool:
    return os.path.exists("/proc/self/task/%d/children" % threading.get_native_id())


def _all_asleep(pid: int) -> bool:
    """Whether no thread of this process, or of one below it, runs, wants to run or waits for a disk.

    The thread that asks does not count.
    """
    folder = "/proc/%d/task/" % pid
    try:
        for thread in os.listdir(folder):
            with open(folder + thread + "/stat") as file:
                state = file.read().rpartition(")")[2].split()[0]
            if state in "RD" and int(thread) != threading.get_native_id():
                return False
            with open(folder + thread + "/children") as file:
                if not all(_all_asleep(int(child)) for child in file.read().split()):
                    return False
    except OSError:
        return pid != os.getpid()  # it has ended; one of our own threads has, and we look again
    return True
