"""The supervisor's memory figures agree with the kernel's own book, read and added up by hand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mpdiag.runner.measure import memory

WITHIN = 0.02
MEGABYTES = 100

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/smaps").exists(), reason="the kernel keeps its book in /proc on Linux only"
)

# Parent and children stand still while they are measured: each write of a parent to a page that it
# shares with a forked child makes the child's copy private, and so changes the child's figures.
PROGRAM = """\
import multiprocessing
import sys

data = []


def stand_still(ready, done, reads):
    if reads:
        for _ in data:
            pass
    ready.release()
    done.wait()


if __name__ == "__main__":
    method, megabytes, reads = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "reads"
    data.extend("%0100d" % number for number in range((megabytes << 20) // 168))
    context = multiprocessing.get_context(method)
    ready, done = context.Semaphore(0), context.Event()
    children = [context.Process(target=stand_still, args=(ready, done, reads)) for _ in range(2)]
    for child in children:
        child.start()
        ready.acquire()
    print(*(child.pid for child in children), flush=True)
    sys.stdin.read()
    done.set()
"""


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
@pytest.mark.parametrize("reads", ["rests", "reads"])
def test_memory_is_what_the_mappings_add_up_to(method: str, reads: str, tmp_path: Path) -> None:
    with family(tmp_path, method, reads) as pids:
        for pid in pids:
            assert ours(pid) == pytest.approx(by_hand(pid), rel=WITHIN)


def test_summed_pss_counts_shared_data_once(tmp_path: Path) -> None:
    with family(tmp_path, "fork", "rests") as pids:
        total = sum(ours(pid)["pss"] for pid in pids)
        summed_rss = sum(ours(pid)["rss"] for pid in pids)
    assert MEGABYTES << 20 < total < 1.5 * (MEGABYTES << 20)
    assert summed_rss > 2.9 * (MEGABYTES << 20)


@contextmanager
def family(folder: Path, method: str, reads: str) -> Iterator[list[int]]:
    """The process ids of a parent and two children that stand still."""
    (folder / "program.py").write_text(PROGRAM)
    with subprocess.Popen(
        [sys.executable, "program.py", method, str(MEGABYTES), reads],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        children = [int(pid) for pid in parent.stdout.readline().split()]
        try:
            yield [parent.pid, *children]
        finally:
            parent.communicate()


def ours(pid: int) -> dict[str, float]:
    answers = memory(pid)
    return {metric: float(str(answers[metric])) for metric in ("rss", "pss", "uss")}


def by_hand(pid: int) -> dict[str, float]:
    """All mappings of /proc/PID/smaps, one by one, added up."""
    kilobytes: dict[str, int] = {}
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        name, _, rest = line.partition(":")
        if rest.endswith(" kB"):
            kilobytes[name] = kilobytes.get(name, 0) + int(rest.split()[0])
    return {
        "rss": kilobytes["Rss"] * 1024,
        "pss": kilobytes["Pss"] * 1024,
        "uss": (kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]) * 1024,
    }
