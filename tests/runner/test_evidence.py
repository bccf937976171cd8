"""Where what hangs stands, as the supervisor keeps it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator

import pytest

from mpdiag.explain.standing import standing
from tests.runner.worlds import World, assert_no_more_shared_memory, shared_memory, world

pytestmark = [pytest.mark.live, pytest.mark.timeout(120)]

SOURCE = """
import threading
import time
from mpdiag.cell.hang import Child, outcome

def parent(ctx, cell):
    print("printed before", flush=True)
    first = Child(cell, stand_here, 1)
    second = Child(cell, stand_there, 2)
    cell.observe("made.one", outcome(cell, "made.one", first.ended, first=first, second=second))
    print("printed after", flush=True)
    third = Child(cell, stand_here, 3)
    cell.observe("made.two", outcome(cell, "made.two", third.ended, third=third))

def stand_here(number):
    time.sleep(600)

def stand_there(number):
    threading.Event().wait()
"""


@pytest.fixture
def own_world() -> Iterator[World]:
    before = shared_memory()
    with world() as made:
        yield made
        assert made.left_over() == []
    assert_no_more_shared_memory(before)


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_each_process_shows_its_own_stacks(own_world: World, method: str) -> None:
    probe = own_world.probe("hanging", SOURCE)

    (cell,) = own_world.run(probe, methods=(method,), timeout=60)  # type: ignore[arg-type]

    assert (cell.outcome, cell.observations) == ("observed", {"made.one": "hangs", "made.two": "hangs"})
    functions = {
        "made.one parent": "in ended",
        "made.one first": "in stand_here",
        "made.one second": "in stand_there",
        "made.two parent": "in ended",
        "made.two third": "in stand_here",
    }
    assert cell.evidence.keys() == functions.keys()
    for name, function in functions.items():
        assert function in cell.evidence[name]
        assert "printed" not in cell.evidence[name]
        # Of a forked child, too, nothing else has got in between.
        assert cell.evidence[name].count("Current thread") <= 1
    assert "in stand_there" not in cell.evidence["made.one first"]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="nobody can be asked by a signal here")
def test_what_a_program_has_started_is_shown_with_it(own_world: World) -> None:
    source = """
        def parent(ctx, cell):
            from mpdiag.cell.program import run_program
            ended = run_program(PROGRAM, patience=2.0, evidence=(cell, "made.one"))
            return {"made.one": "hangs" if ended.code is None else "works"}

        PROGRAM = '''
        import multiprocessing, time
        def stand_here():
            time.sleep(600)
        if __name__ == "__main__":
            multiprocessing.set_start_method("spawn")
            child = multiprocessing.Process(target=stand_here)
            child.start()
            child.join()
        '''.replace(chr(10) + " " * 8, chr(10))
    """
    probe = own_world.probe("program", source)

    (cell,) = own_world.run(probe, methods=("fork",), timeout=60)

    assert cell.observations == {"made.one": "hangs"}
    assert cell.evidence.keys() == {"made.one parent", "made.one program"}
    assert standing(cell.evidence["made.one program"], "program") == [
        "program: program.py:9 in <module> > process.join > popen.wait",
        "program's child 1: program.py:4 in stand_here",
    ]
