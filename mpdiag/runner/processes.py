"""Which processes belong to a cell, and how all of them are ended.

Each cell is started with a mark in its environment, which every process below it inherits:
also an orphan, a fork server, or a daemon that has left its group. So they are all found by
reading the environment of every process that has appeared since the last look.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time

import psutil

from mpdiag.runner import measure

MARK = "MPDIAG_CELL"
TRACKER = "multiprocessing.resource_tracker"
"""What the command line of a resource tracker contains. Children of a fork server have the server's."""

ZOMBIES = hasattr(os, "WNOHANG")
"""Windows has none; there, asking for the status means to go through the threads of all processes."""

MANY = 20
"""More processes than any probe starts."""

TOO_MANY = 100
"""Processes that one cell may have."""

SECONDS_TO_BE_MADE = 10.0

SECONDS_FOR_TRACKERS = 5.0
"""A resource tracker ends, and removes what was left, as soon as its last client is gone; on a busy machine
that takes a while, and nobody else would remove it."""

SECONDS_TO_END = 10.0


class Population:
    """All processes that carry the mark of one run. Safe to use from several threads."""

    def __init__(self, run_id: str) -> None:
        self.run_id = run_id
        self._lock = threading.Lock()
        # By pid; a mark of "" is a process that is not ours.
        self._seen: dict[int, tuple[psutil.Process, str]] = {}

    def mark(self, number: int) -> str:
        """The value of MARK for the cell with this number."""
        return f"{self.run_id}:{number}:"

    def members(self, mark: str) -> list[psutil.Process]:
        """The living processes whose mark begins with this one; the run's id alone means all."""
        with self._lock:
            pids = set(psutil.pids())
            self._seen = {pid: seen for pid, seen in self._seen.items() if pid in pids}
            for pid in pids - self._seen.keys():
                with contextlib.suppress(psutil.Error, OSError):
                    self._look_at(pid)
            ours = [process for process, found in self._seen.values() if found.startswith(mark)]
        # A cell that starts processes without end is found out by their number: asking takes longer.
        return ours if len(ours) > TOO_MANY else [process for process in ours if _is_alive(process)]

    def _look_at(self, pid: int) -> None:
        process = psutil.Process(pid)
        try:
            environment = process.environ()
        except psutil.AccessDenied:
            # Somebody else's; or, on Windows, one that is only being made.
            environment = {} if time.time() - process.create_time() < SECONDS_TO_BE_MADE else {"": ""}
        if environment:  # a process that is just being replaced has none yet: look again next time
            self._seen[pid] = (process, environment.get(MARK, ""))

    def end(self, mark: str, *, group: int | None = None) -> None:
        """End every process with this mark, and remove the shared memory that they leave.

        `group` is the process group of a cell that has not been waited for yet. It goes at one
        stroke, before a cell that forks without end can make more; but not where a few processes
        have a resource tracker among them, which still has to clean up.
        """
        deadline = time.monotonic() + SECONDS_TO_END
        left: set[str] = set()
        members = self.members(mark)
        for process in members:
            left.update(measure.shared_files(process.pid))
        if group is not None and (len(members) > MANY or not any(map(is_tracker, members))):
            _end_group(group)
        trackers_until = time.monotonic() + SECONDS_FOR_TRACKERS
        while members := self.members(mark):
            others = [process for process in members if not is_tracker(process)]
            if time.monotonic() > trackers_until:
                others = members
            for process in others:
                with contextlib.suppress(psutil.Error, OSError):
                    process.kill()
            if time.monotonic() > deadline:
                break  # stuck in the kernel: no signal reaches it
            psutil.wait_procs(members[:MANY], timeout=0.05)
        for path in left:
            with contextlib.suppress(OSError):
                os.unlink(path)  # its tracker was killed too


def _end_group(group: int) -> None:
    """Kill a whole process group at one stroke, where the system has such a thing."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def is_tracker(process: psutil.Process) -> bool:
    """Whether this is a resource tracker of multiprocessing."""
    try:
        command = " ".join(process.cmdline())
    except (psutil.Error, OSError):
        return False
    return TRACKER in command


def _is_alive(process: psutil.Process) -> bool:
    """False also for what has ended and is not waited for yet, which may take an orphan some time."""
    try:
        return process.is_running() and not (ZOMBIES and process.status() == psutil.STATUS_ZOMBIE)
    except (psutil.Error, OSError):
        return False
