"""What a limit of open files means for pipes, processes and pools.

Programs that keep many processes or pipes meet it: 1024 descriptors are usual on Linux, 256 on macOS.
"""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Callable

    from mpdiag.cell.parent import Cell

CAUSE = {"limits.descriptors:server": "MP404"}
REVISION = 1
QUICK = False
ROWS = {
    "limits.descriptors": "descriptors that a running child takes",
    "limits.descriptors:pipe": "Pipe() where no descriptor is free",
    "limits.descriptors:start": "start() where three descriptors are free",
    "limits.descriptors:server": "fork server after that start()",
    "limits.descriptors:afterwards": "start() when they are free again",
    "limits.descriptors:pool": "Pool(8) with descriptors for two workers",
    "limits.descriptors:left": "workers of that pool",
}
ALIKE = {
    "limits.descriptors": 2,
    "limits.descriptors:pipe": "raises OSError",
    "limits.descriptors:start": "raises OSError",
    "limits.descriptors:afterwards": "works",
    "limits.descriptors:pool": "raises OSError",
    "limits.descriptors:left": "ended",
}
EXPECTATION = {
    **{
        row: {"fork": value, "spawn": value, "forkserver": value, "windows": None}
        for row, value in ALIKE.items()
    },
    # It is connected to before the pipes are made that it is to be sent, and does not survive silence.
    "limits.descriptors:server": {"fork": None, "spawn": None, "forkserver": "dies"},
}

LIMIT = 64
CHILDREN = 3
PATIENCE = 5.0
FOR_NO_START = 3
"""start() needs four: two for the pipe that tells of the child's end, and two for its data."""
ENOUGH_FOR_TWO_WORKERS = 14
"""Three queues of two descriptors each, and eight more."""


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Lower the limit, then take all that is left of it."""
    from mpdiag.cell.parent import Unavailable

    try:
        import resource
    except ImportError:
        raise Unavailable("no limit of descriptors: Windows counts handles, and has millions") from None

    import multiprocessing

    cell.observe("limits.descriptors", _taken_by_children(ctx))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (LIMIT, hard))
    taken = _take_all()
    cell.observe("limits.descriptors:pipe", _outcome(ctx.Pipe))
    _give_back(taken, FOR_NO_START)
    cell.observe("limits.descriptors:start", _outcome(ctx.Process(target=str).start))  # type: ignore[attr-defined]
    _give_back(taken, len(taken))
    if cell.method == "forkserver" and hasattr(os, "waitid"):
        cell.observe("limits.descriptors:server", "dies" if _server_ends() else "goes on")
    cell.observe("limits.descriptors:afterwards", cell.attempt(child))
    taken = _take_all()
    _give_back(taken, ENOUGH_FOR_TWO_WORKERS)
    cell.observe("limits.descriptors:pool", _outcome(lambda: ctx.Pool(8)))
    left = multiprocessing.active_children()
    cell.observe("limits.descriptors:left", "still there" if left else "ended")
    _give_back(taken, len(taken))


def child() -> str:
    return "works"


def wait(orders: "object") -> None:
    orders.recv()  # type: ignore[attr-defined]


def _taken_by_children(ctx: "BaseContext") -> float:
    """Start one before counting: what the first start opens for good is no child's."""
    pipes = [ctx.Pipe() for _ in range(CHILDREN + 1)]
    processes = [ctx.Process(target=wait, args=(theirs,)) for _, theirs in pipes]  # type: ignore[attr-defined]
    processes[0].start()
    before = _open()
    for process in processes[1:]:
        process.start()
    taken = (_open() - before) / CHILDREN
    for process, (ours, _) in zip(processes, pipes):
        ours.send("end")
        process.join()
    return int(taken) if taken.is_integer() else taken


def _server_ends() -> bool:
    """Wait for the fork server's end, and leave it to multiprocessing to collect it."""
    import time
    from multiprocessing import forkserver

    server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if os.waitid(os.P_PID, server, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return True
        time.sleep(0.01)
    return False


def _open() -> int:
    return sum(map(_is_open, range(LIMIT * 4)))


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _take_all() -> "list[int]":
    taken = []
    try:
        while True:
            taken.append(os.open(os.devnull, os.O_RDONLY))
    except OSError:
        return taken


def _give_back(taken: "list[int]", count: int) -> None:
    for _ in range(count):
        os.close(taken.pop())


def _outcome(call: "Callable[[], object]") -> str:
    try:
        call()
    except Exception as error:
        # A fork server that lacks descriptors itself refuses the connection: a subclass of OSError.
        return "raises OSError" if isinstance(error, OSError) else "raises " + type(error).__name__
    return "works"
