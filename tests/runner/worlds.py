"""A supervisor in a world of its own, with probes written by the test."""

from __future__ import annotations

import importlib.util
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent
from typing import cast

from mpdiag.results.model import Cell, Effort, StartMethod
from mpdiag.runner import interpreter, plan
from mpdiag.runner.catalog import Probe, ProbeModule
from mpdiag.runner.interpreter import Interpreter
from mpdiag.runner.processes import Population
from mpdiag.runner.scratch import Scratch
from mpdiag.runner.supervise import Supervisor, run_in_turns

HEAD = "REVISION = 1\nROWS = {}\nEXPECTATION = {}\n"


class World:
    """Probes that only this test knows, and what it takes to run them."""

    def __init__(self, scratch: Scratch) -> None:
        self.scratch = scratch
        self.python: Interpreter = interpreter.inspect(sys.executable, scratch.library)
        self.population = Population(uuid.uuid4().hex[:12])
        self.supervisor = Supervisor(self.python, scratch, self.population, jobs=2)

    def probe(self, name: str, source: str) -> Probe:
        """A probe with this body; `REVISION` and the like stand above it."""
        folder = self.scratch.library / "mpdiag" / "probes" / "made"
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").touch()
        file = folder / f"{name}.py"
        file.write_text(HEAD + dedent(source), encoding="utf-8")
        spec = importlib.util.spec_from_file_location(f"made_{name}", file)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return Probe(name=f"made.{name}", module=cast(ProbeModule, module))

    def methods(self) -> tuple[StartMethod, ...]:
        """The start methods of this interpreter."""
        return tuple(self.python.about["multiprocessing"]["available"])

    def run(
        self,
        *probes: Probe,
        methods: tuple[StartMethod, ...] | None = None,
        effort: Effort = "quick",
        timeout: float | None = None,
    ) -> list[Cell]:
        """Run these probes and return their cells, in the order in which they ended."""
        cells: list[Cell] = []
        available = self.methods()
        planned = plan.make(probes, methods or available, available, effort, timeout)
        run_in_turns([(self.supervisor, planned, cells.append)])
        return cells

    def left_over(self) -> list[str]:
        """What is still there of this world's processes and folders."""
        processes = [str(process.pid) for process in self.population.members(self.population.run_id)]
        folders = [str(folder) for folder in self.scratch.path.glob("c*")]
        return processes + folders


@contextmanager
def world() -> Iterator[World]:
    """A world that ends with the test."""
    with Scratch() as scratch:
        yield World(scratch)


def shared_memory() -> set[str]:
    """The names of multiprocessing's shared memory blocks and semaphores, where the system lists them."""
    folder = Path("/dev/shm")
    names = (file.name for file in folder.iterdir()) if folder.is_dir() else iter(())
    return {name for name in names if name.startswith(("psm_", "sem.mp-"))}


def assert_no_more_shared_memory(than: set[str]) -> None:
    """What other programs use meanwhile goes after a while; what was left behind does not."""
    until = time.monotonic() + 30
    while left := shared_memory() - than:
        assert time.monotonic() < until, f"left in shared memory: {left}"
        time.sleep(0.2)
