"""What is asked of every example: its result, its time, and how its workers begin."""

import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.pool import Pool
    from multiprocessing.synchronize import Semaphore
    from typing import Any, Callable

    from mpdiag.cell.parent import Cell

PATIENCE = 20.0
"""Seconds for one worker to reach its first line, after the one before it."""

GATE_OPENS_WITHIN = 120.0
"""Seconds after which a worker goes on by itself: its parent has gone."""


def study(
    cell: "Cell",
    name: str,
    serial: "Callable[[], object]",
    parallel: "Callable[[Any], object]",
    find_setting: "Callable[[], str]",
) -> "dict[str, object]":
    """Run both forms of one program and return its observations.

    Each round first runs the parallel form with its workers watched, then both forms by
    themselves against the clock. `find_setting` is a function of the example's module: a
    worker imports that module before its first line, as it would a user's main file.
    """
    from mpdiag.cell.watch import MESSAGE, PREPARATION, PROCESS, Pickles

    channel = _open_descriptors()
    results: "set[str]" = set()
    settings: "set[str]" = set()
    for number in cell.rounds():
        watched = Watched(cell, find_setting, channel)
        with Pickles() as pickles:
            watched_result = parallel(watched)
        begun = time.perf_counter()
        expected = serial()
        halfway = time.perf_counter()
        result = parallel(cell.ctx)
        ended = time.perf_counter()

        cell.sample("serial", "s", halfway - begun)
        cell.sample("parallel", "s", ended - halfway)
        cell.sample("speed-up", "1", (halfway - begun) / (ended - halfway))
        # The first pool also starts the resource tracker and the fork server.
        cell.sample("start-up" if number else "first start-up", "s", *watched.start_up)
        cell.sample("worker descriptors", "1", *[found[2] - watched.ours for found in watched.found])
        cell.sample("worker modules", "1", *[found[3] for found in watched.found])
        for kind in (PREPARATION, PROCESS, MESSAGE):
            # The size of a process includes the initializer that watches it.
            cell.sample("pickled %s, number" % kind, "1", pickles.count(kind))
            cell.sample("pickled %s, size" % kind, "byte", pickles.size(kind))
        same = watched_result == result == expected
        results.add("same as serial" if same else "differs from serial")
        settings.update(found[4] for found in watched.found)
    return {
        name + ":result": " or ".join(sorted(results)),
        name + ":global": " or ".join(sorted(settings)),
    }


class Watched:
    """Stands in for the program's context: its pool's workers stand still at their first line."""

    def __init__(self, cell: "Cell", find_setting: "Callable[[], str]", channel: int) -> None:
        self._cell = cell
        self._find_setting = find_setting
        self._channel = channel
        self.ours = 0  # descriptors in a worker that the study brought there, not the program
        self.start_up: "list[float]" = []
        self.found: "list[tuple[Any, ...]]" = []

    def Pool(self, processes: int) -> "Pool":
        ctx = self._cell.ctx
        before = _open_descriptors()
        gate = ctx.Semaphore(0)
        reports, sender = ctx.Pipe(False)
        # A pipe is two descriptors (none on Windows: they are handles). A forked worker has all
        # that the parent has, another only the end that it is sent.
        pipe = _open_descriptors() - before
        self.ours = self._channel + pipe if self._cell.method == "fork" else pipe // 2
        begun = time.monotonic()
        pool = ctx.Pool(processes, first_line, (sender, gate, self._find_setting))
        for _ in range(processes):
            if not reports.poll(PATIENCE):
                pool.terminate()
                raise TimeoutError("a worker did not reach its first line in %g s" % PATIENCE)
            self.found.append(reports.recv())
        self.start_up = [found[1] - begun for found in self.found]
        for found in self.found:  # one by one: their memory is one sample with several values
            self._cell.look("first line", worker=found[0])
        for _ in range(processes):
            gate.release()
        reports.close()
        sender.close()
        return pool


def first_line(sender: "Connection[Any, Any]", gate: "Semaphore", find_setting: "Callable[[], str]") -> None:
    """The pool's initializer: tell when and with what this worker begins, then wait at the gate."""
    # Unlike perf_counter, monotonic counts the same in all processes, on every version and system.
    now = time.monotonic()
    import os

    sender.send((os.getpid(), now, _open_descriptors(), len(sys.modules), find_setting()))
    sender.close()
    gate.acquire(timeout=GATE_OPENS_WITHIN)


def contents(paths: "list[str]") -> "list[bytes]":
    """What a program wrote. The files are removed, so that none is mistaken for a later run's."""
    import os

    found = []
    for path in paths:
        with open(path, "rb") as file:
            found.append(file.read())
        os.remove(path)
    return found


def _open_descriptors() -> int:
    """How many there are beyond the standard three."""
    import os

    number = 0
    for descriptor in range(3, 256):
        try:
            os.fstat(descriptor)
            number += 1
        except OSError:
            pass
    return number
