"""Named facts about a Python and its system: the only place that asks for version or platform.

A probe's `expectation(method, features)` asks here, never `sys`. The facts hold for the
interpreter under observation, which need not be the one that runs mpdiag; and for systems
that are not here, so that the report can say what is expected there.
"""

from __future__ import annotations

import re

from mpdiag.results.model import Environment

Version = tuple[int, int, int]


class Features:
    """What a CPython of this version does on this system.

    `system` is as `platform.system()` names it; `wine` is true for Windows CPython under Wine; `gil` is
    false where a free-threaded build (PEP 703, 3.13) runs without the global interpreter lock.
    """

    def __init__(self, system: str, version: Version, *, wine: bool = False, gil: bool = True) -> None:
        self.system = system
        self.version = version
        self.wine = wine
        self.gil = gil

    @classmethod
    def of(cls, environment: Environment) -> Features:
        """The features of the system and the Python that a run was made on."""
        numbers = [int(digits) for digits in re.findall(r"\d+", environment.python.version)[:3]]
        major, minor, micro = (*numbers, 0, 0, 0)[:3]
        platform = environment.platform
        return cls(
            platform.system,
            (major, minor, micro),
            wine=platform.wine is not None,
            gil=environment.python.gil,
        )

    @property
    def windows(self) -> bool:
        """CreateProcess instead of fork and exec; handles instead of descriptors."""
        return self.system == "Windows"

    @property
    def macos(self) -> bool:
        """fork and forkserver exist, but spawn is the default since 3.8 (bpo-33725)."""
        return self.system == "Darwin"

    @property
    def methods(self) -> tuple[str, ...]:
        """The start methods that `get_all_start_methods()` lists, the default first."""
        if self.windows:
            return ("spawn",)
        if self.macos:
            return ("spawn", "fork", "forkserver")
        if self.version >= (3, 14):  # gh-84559
            return ("forkserver", "fork", "spawn")
        return ("fork", "spawn", "forkserver")

    @property
    def acknowledges_descriptors(self) -> bool:
        """A sent descriptor is acknowledged: on macOS always (gh-58874), elsewhere since 3.14."""
        return self.macos or self.version >= (3, 14)

    @property
    def avoids_long_socket_paths(self) -> bool | None:
        """3.14: where TMPDIR is too long for sockets, they are made in /tmp (gh-132124).

        The change of May 2025 was marked for 3.13 as well. None: a release that may have it.
        """
        if (3, 13, 4) <= self.version < (3, 14):
            return None
        return self.version >= (3, 14)

    @property
    def fine_clocks(self) -> bool:
        """time() and monotonic() go in steps below a tick: since 3.13 on Windows (gh-63207, gh-88494).

        Under Wine always: its clock has no ticks.
        """
        return not self.windows or self.version >= (3, 13) or self.wine

    @property
    def fine_sleep(self) -> bool:
        """sleep() is not bound to the timer's ticks of 15.6 ms: since 3.11 on Windows (bpo-21302)."""
        return not self.windows or self.version >= (3, 11)

    @property
    def has_affinity(self) -> bool:
        """os.sched_setaffinity: macOS and Windows have none."""
        return not self.windows and not self.macos

    @property
    def has_signal_masks(self) -> bool:
        """Signals can be blocked, and ignored ones stay ignored in a new program."""
        return not self.windows

    @property
    def tracker_start_unblocks_interrupts(self) -> bool:
        """Until 3.12.9 and 3.13.2, the resource tracker's start unblocks SIGINT and SIGTERM (gh-127586)."""
        if self.version[:2] == (3, 13):
            return self.version < (3, 13, 2)
        return self.version < (3, 12, 9)

    @property
    def forked_child_runs_exit_handlers(self) -> bool:
        """3.13: atexit and weakref.finalize of a forked child run before os._exit (gh-83856)."""
        return self.version >= (3, 13)

    @property
    def asyncio_run_handles_sigint(self) -> bool:
        """3.11: asyncio.run puts a SIGINT handler of its own in place while it runs (gh-83803)."""
        return self.version >= (3, 11)

    @property
    def context_start_sets_default(self) -> bool:
        """Until 3.13.11 and 3.14.2, a spawn context's child fixes the default of its parent (gh-109263)."""
        if self.version[:2] == (3, 14):
            return self.version < (3, 14, 3)
        return self.version < (3, 13, 12)

    @property
    def command_line_told(self) -> bool:
        """A process can read its own command line: /proc on Linux, sys.orig_argv since 3.10 (bpo-23427)."""
        return self.system == "Linux" or self.version >= (3, 10)

    @property
    def clocks_of_the_system(self) -> bool:
        """3.10: no clock begins with each process, as on Windows perf_counter() did (bpo-37205)."""
        return self.version >= (3, 10)

    @property
    def fine_processor_time(self) -> bool:
        """Processor time is counted more finely than in ticks of 15.6 ms, as GetProcessTimes does."""
        return not self.windows

    @property
    def fork_warns_of_threads(self) -> bool:
        """3.12: os.fork warns where other threads are alive (gh-100228)."""
        return self.version >= (3, 12)

    @property
    def forkserver_preloads_main(self) -> bool:
        """3.13.8, 3.14.1: the server imports main once; before, it looked for a wrong key (gh-126631)."""
        return self.version >= (3, 13, 8) and self.version != (3, 14, 0)

    @property
    def forkserver_dies_of_main(self) -> bool:
        """Until 3.14, what main raises while it is preloaded ends the server (gh-141860)."""
        return self.forkserver_preloads_main and self.version < (3, 15)

    @property
    def freeze_support_for_spawn(self) -> bool:
        """3.14: a spawn context's freeze_support() acts everywhere; before, on Windows alone (gh-80334)."""
        return self.windows or self.version >= (3, 14)

    @property
    def immortal_objects(self) -> bool:
        """3.12: the reference counts of None, small integers and the like never change (PEP 683)."""
        return self.version >= (3, 12)

    @property
    def itertools_pickle(self) -> bool:
        """Until 3.13, objects of itertools can be pickled and copied (gh-101588)."""
        return self.version < (3, 14)

    @property
    def launches_without_copying(self) -> bool:
        """3.10: on Linux a new program is launched by vfork, which copies no page tables (bpo-35823)."""
        return self.windows or (self.system == "Linux" and self.version >= (3, 10))

    @property
    def local_object_error(self) -> str:
        """What pickling a local function or class raises: PicklingError since 3.14 (gh-122311)."""
        return "PicklingError" if self.version >= (3, 14) else "AttributeError"

    @property
    def pools_respect_affinity(self) -> bool:
        """3.13: pools count the processors that the process may use, not all (gh-109649)."""
        return self.version >= (3, 13)

    @property
    def preload_sees_import_path(self) -> bool:
        """3.12.8 and 3.13.1: the fork server preloads modules from a changed sys.path (gh-117378)."""
        if self.version[:2] == (3, 13):
            return self.version >= (3, 13, 1)
        return self.version >= (3, 12, 8)

    @property
    def pool_survives_callback(self) -> bool:
        """3.16: what a callback of a Pool raises is the task's result; before, all results end (gh-83371)."""
        return self.version >= (3, 16)

    @property
    def private_memory_told(self) -> bool:
        """Plain Python can read what memory a process has for itself: /proc/PID/smaps_rollup."""
        return self.system == "Linux"

    @property
    def semaphores_tell_their_value(self) -> bool:
        """macOS has no sem_getvalue: no qsize(), and BoundedSemaphore checks only a bound of 1."""
        return not self.macos

    @property
    def waits_for_many_handles(self) -> bool:
        """3.13: on Windows as well, connection.wait takes more than 63 objects (gh-89240)."""
        return not self.windows or self.version >= (3, 13)

    @property
    def bare_exit_is_success(self) -> bool:
        """3.9: sys.exit() and sys.exit(None) end a child with code 0; before, with 1 (bpo-35727)."""
        return self.version >= (3, 9)

    @property
    def executor_recycles_workers(self) -> bool:
        """3.11: ProcessPoolExecutor has max_tasks_per_child, not with fork (bpo-44733)."""
        return self.version >= (3, 11)

    @property
    def executor_starts_workers_on_demand(self) -> bool:
        """3.9: an executor starts a worker only when none is idle (bpo-39207); not with fork (gh-90622)."""
        return self.version >= (3, 9)

    @property
    def executor_stops_workers(self) -> bool:
        """3.14: ProcessPoolExecutor has terminate_workers and kill_workers (gh-128041)."""
        return self.version >= (3, 14)

    @property
    def pickle_protocol(self) -> int:
        """multiprocessing sends with pickle's default protocol: 5 since 3.14, 4 before (bpo-23403)."""
        return 5 if self.version >= (3, 14) else 4

    @property
    def selector_holds_descriptor(self) -> bool:
        """DefaultSelector is an epoll or kqueue object; on Windows it is a plain set of sockets."""
        return not self.windows

    @property
    def mixed_contexts_refused(self) -> bool:
        """3.11.5: start() refuses a fork context's lock in another; before, the child dies (gh-77377)."""
        return self.version >= (3, 11, 5)

    @property
    def unread_argument_hangs(self) -> bool:
        """Spawn writes on for ever to a child that died before it read.

        The parent holds the end to read from as well: on Windows since 3.8 (bpo-33929), elsewhere
        until 3.13.7 (gh-118981).
        """
        return self.windows or self.version < (3, 13, 8)
