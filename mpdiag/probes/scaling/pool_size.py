"""The same computation with 1, 2, ... workers, to twice the processors.

Whoever chooses the size of a pool wants to know where more workers stop to help, and from how much work
on a pool pays at all. The work is cut into as many equal parts as there are workers, each of them long
against a message.
"""

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP511"
REVISION = 1
SCHEDULE = "timed"
BUDGET = {"quick": 0.3, "default": 1.2, "rigorous": 25.0}
ROWS = {"scaling.little-work": "a pool for a millisecond of work"}
EXPECTATION = {"scaling.little-work": dict.fromkeys(("fork", "spawn", "forkserver"), "slower")}
KEY = ("serial", "parallel")
DEADLINE = 60  # on Windows, with as many as 16 workers

WORKERS_AT_MOST = 16

STEPS = {"quick": 600000, "default": 1000000, "rigorous": 3000000}
"""For up to four processors. Many short rounds tell more than a few long ones: what counts is the median of
the rounds' own ratios."""

LITTLE = 10000
"""Steps: a millisecond at most."""


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.workers import usable_cores

    cores = usable_cores()
    steps = STEPS[cell.effort] * max(4, cores) // 4
    # Its pool is the first, which also starts the resource tracker and the fork server.
    observed = little_work(ctx)
    for _ in cell.rounds():
        begun = time.perf_counter()
        compute(steps)
        serial = time.perf_counter() - begun
        cell.sample("serial", "s", serial)
        one = 0.0
        for workers in numbers_of_workers(cores):
            start_up, work, end = time_pool(ctx, workers, steps)
            one = one or work
            name = "1 worker" if workers == 1 else "%d workers" % workers
            cell.sample(name + ", start-up", "s", start_up)
            cell.sample(name + ", work", "s", work)
            cell.sample(name + ", work speed-up", "1", serial / work)
            if workers > 1:
                cell.sample(name + ", over 1 worker", "1", one / work)
            if 1 < workers <= cores:
                cell.sample(name + ", efficiency", "1", serial / work / workers)
                cell.sample(name + ", serial share", "1", serial_share(serial / work, workers))
            if workers == min(cores, WORKERS_AT_MOST):
                cell.sample("parallel", "s", start_up + work + end)
                cell.sample("speed-up", "1", serial / (start_up + work + end))
                if workers > 1 and serial > work:
                    cell.sample("pays from serial work of", "s", pays_from(start_up + end, serial / work))
    return {"scaling.little-work": observed}


def time_pool(ctx: "BaseContext", workers: int, steps: int) -> "tuple[float, float, float]":
    """Seconds that a pool needs to get ready, for these steps, and to end."""
    from mpdiag.cell.workers import ready_pool

    begun = time.perf_counter()
    with ready_pool(ctx, workers, compute) as pool:
        ready = time.perf_counter()
        pool.map(compute, [steps // workers] * workers, 1)
        done = time.perf_counter()
    return ready - begun, done - ready, time.perf_counter() - done


def little_work(ctx: "BaseContext") -> str:
    """Whether a program that starts a pool for little work has saved time."""
    moments = [time.perf_counter()]
    for _ in range(3):
        compute(LITTLE)
        moments.append(time.perf_counter())
    with ctx.Pool(2) as pool:
        pool.map(compute, [LITTLE // 2] * 2, 1)
    moments.append(time.perf_counter())
    *serial, parallel = (after - before for before, after in zip(moments, moments[1:]))
    return "slower" if parallel > min(serial) else "faster"


def numbers_of_workers(cores: int) -> "list[int]":
    """Powers of two up to twice the processors, and the processors themselves."""
    most = min(2 * cores, WORKERS_AT_MOST)
    return sorted({number for number in (1, 2, 4, 8, 16, cores, most) if number <= most})


def serial_share(speed_up: float, workers: int) -> float:
    """The share of the work that only one worker at a time can do, as this speed-up implies.

    Karp and Flatt, "Measuring parallel processor performance", Communications of the ACM 33(5), 1990.
    Where it grows with the number of workers, it is not serial work that limits but their overhead. It is
    negative where the workers were faster than the serial run had promised.
    """
    return (1 / speed_up - 1 / workers) / (1 - 1 / workers)


def pays_from(overhead: float, speed_up: float) -> float:
    """Seconds of serial work from which on a pool is faster, for all its overhead.

    Only where its workers are faster at all: in a round in which they were not, no amount would do.
    """
    return overhead * speed_up / (speed_up - 1)


def compute(steps: int) -> int:
    total = 0
    for number in range(steps):
        total += number * number & 255
    return total
