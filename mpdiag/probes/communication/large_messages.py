"""One message of more than 2 GiB over a pipe.

Programs that send whole data sets to their workers rely on this.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell

REVISION = 1
SCHEDULE = "timed"  # one at a time: two of them need twice the memory
QUICK = False
DEADLINE = 120
ROWS = {"pickle.large-messages": "message of 2 GiB and 1 MiB"}
EXPECTATION = {
    "pickle.large-messages": {"fork": "works", "spawn": "works", "forkserver": "works", "windows": None},
}
SIZE = (2 << 30) + (1 << 20)
NEEDED = 4 * SIZE
CONTROL_GROUPS = (
    ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
    ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
)


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from mpdiag.cell.parent import PATIENCE, Unavailable

    if cell.effort != "rigorous":
        raise Unavailable("needs --rigorous: it takes 8 GiB of memory")
    if free_memory() < NEEDED:
        raise Unavailable("needs 8 GiB of free memory")
    reader, writer = ctx.Pipe(False)
    process = ctx.Process(target=send, args=(writer,))  # type: ignore[attr-defined]
    process.start()
    writer.close()
    try:
        arrived = len(reader.recv_bytes()) if reader.poll(PATIENCE) else 0
    except Exception as error:
        return {"pickle.large-messages": "raises %s in recv_bytes()" % type(error).__name__}
    finally:
        reader.close()
        process.join(PATIENCE)
    return {"pickle.large-messages": "works" if arrived == SIZE else "fails: %d bytes" % arrived}


def free_memory() -> float:
    """Bytes that the system has free, and the container allows."""
    from mpdiag.cell.parent import Unavailable

    try:
        with open("/proc/meminfo") as lines:
            available = next(line for line in lines if line.startswith("MemAvailable:"))
    except OSError:
        raise Unavailable("this system does not tell how much memory is free") from None
    return min(int(available.split()[1]) * 1024, *map(_allowed, CONTROL_GROUPS))


def _allowed(files: "tuple[str, str]") -> float:
    """What a control group leaves of its limit: who takes more is killed."""
    try:
        limit, used = map(_read, files)
    except OSError:
        return float("inf")  # it has none, or one of the other version
    return float("inf") if limit.strip() == "max" else int(limit) - int(used)


def _read(name: str) -> str:
    with open(name) as file:
        return file.read()


def send(writer: "Connection[Any, Any]") -> None:
    writer.send_bytes(bytes(SIZE))
