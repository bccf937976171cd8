"""Requests to a slow server by processes, threads, asyncio, and one by one.

Programs that fetch pages, ask databases or call services mostly wait. Four requests wait at once in each
way but the last, so that what differs is what the way itself costs: processes also have to be started,
and each takes the memory of an interpreter.
"""

import time

from mpdiag.probes.io_bound.slow_server import ask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP510"
REVISION = 1
SCHEDULE = "timed"
QUICK = False
BUDGET = {"quick": 0.3, "default": 0.7, "rigorous": 15.0}
ROWS = {
    "io.serial": "requests one by one",
    "io.threads": "requests from threads",
    "io.asyncio": "requests from coroutines",
    "io.processes": "requests from processes",
}
EXPECTATION = {
    "io.serial": dict.fromkeys(("fork", "spawn", "forkserver"), "one at a time"),
    "io.threads": dict.fromkeys(("fork", "spawn", "forkserver"), "at once"),
    "io.asyncio": dict.fromkeys(("fork", "spawn", "forkserver"), "at once"),
    "io.processes": dict.fromkeys(("fork", "spawn", "forkserver"), "at once"),
}
KEY = ("serial", "threads", "asyncio", "processes")

AT_ONCE = 4
REQUESTS = {"quick": 8, "default": 8, "rigorous": 40}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import asyncio

    from mpdiag.probes.io_bound.slow_server import SlowServer

    def event_loop(ports: "list[int]") -> "list[int]":
        return asyncio.run(coroutines(ports))

    ways = {"serial": serial, "threads": threads, "asyncio": event_loop}
    most = dict.fromkeys((*ways, "processes"), 0)
    with SlowServer() as port:
        ports = [port] * REQUESTS[cell.effort]
        look_at_workers(ctx, cell, ports)
        for _ in cell.rounds():
            seconds = {}
            for name, way in ways.items():
                begun = time.perf_counter()
                most[name] = max(most[name], *way(ports))
                seconds[name] = time.perf_counter() - begun
            answers, seconds["ready processes"], seconds["processes"] = processes(ctx, ports)
            most["processes"] = max(most["processes"], *answers)
            for name in seconds:
                cell.sample(name, "s", seconds[name])
                if name != "serial":
                    cell.sample(name + " speed-up", "1", seconds["serial"] / seconds[name])
    return {"io." + name: "at once" if count > 1 else "one at a time" for name, count in most.items()}


def serial(ports: "list[int]") -> "list[int]":
    return [ask(port) for port in ports]


def threads(ports: "list[int]") -> "list[int]":
    from multiprocessing.pool import ThreadPool

    with ThreadPool(AT_ONCE) as pool:
        return pool.map(ask, ports, 1)


async def coroutines(ports: "list[int]") -> "list[int]":
    """As many at once as the threads, not all: the ways are to be compared."""
    import asyncio

    free = asyncio.Semaphore(AT_ONCE)

    async def ask(port: int) -> int:
        async with free:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            answer = await reader.read()
            writer.close()
            await writer.wait_closed()
            return int(answer)

    return await asyncio.gather(*map(ask, ports))


def processes(ctx: "BaseContext", ports: "list[int]") -> "tuple[list[int], float, float]":
    """The answers, and the seconds without and with starting and ending the workers."""
    from mpdiag.cell.workers import ready_pool

    begun = time.perf_counter()
    with ready_pool(ctx, AT_ONCE, ask) as pool:
        ready = time.perf_counter()
        answers = pool.map(ask, ports, 1)
        done = time.perf_counter()
    return answers, done - ready, time.perf_counter() - begun


def look_at_workers(ctx: "BaseContext", cell: "Cell", ports: "list[int]") -> None:
    """Have the memory of workers measured that have made their requests."""
    from multiprocessing import active_children

    from mpdiag.cell.workers import ready_pool

    with ready_pool(ctx, AT_ONCE, ask) as pool:
        pool.map(ask, ports, 1)
        for worker in active_children():  # one by one: their memory is one sample with several values
            cell.look("after requests", worker=worker)
