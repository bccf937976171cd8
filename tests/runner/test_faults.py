"""A cell may do anything: it ends with a reason, its neighbours do not notice, and nothing is left."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from textwrap import dedent

import pytest

from mpdiag.runner.supervise import run_in_turns
from tests.runner.worlds import World, assert_no_more_shared_memory, shared_memory, world

pytestmark = [pytest.mark.live, pytest.mark.timeout(120)]

FINE = """
def parent(ctx, cell):
    cell.observe("fine", cell.start(child))

def child():
    return True
"""

FAULTS = {
    # name: (source, outcome, part of the reason)
    "hangs": (
        """
        import threading

        def parent(ctx, cell):
            cell.observe("before", 1)
            cell.start(where_it_stands, patience=60)

        def where_it_stands():
            threading.Event().wait()
        """,
        "timed-out",
        "nothing came within",
    ),
    "crashes": (
        """
        import os

        def parent(ctx, cell):
            cell.observe("before", 1)
            os.abort()
        """,
        "crashed",
        "ended early",
    ),
    "parent_killed_by_its_child": (
        """
        import os, signal

        def parent(ctx, cell):
            cell.observe("before", 1)
            cell.start(child, patience=60)

        def child():
            from multiprocessing import parent_process
            os.kill(parent_process().pid, getattr(signal, "SIGKILL", signal.SIGTERM))
        """,
        "crashed",
        "ended early",
    ),
    "floods": (
        """
        def parent(ctx, cell):
            cell.observe("before", 1)
            cell.start(child, patience=60)

        def child():
            line = "flood " * 10000
            while True:
                print(line)
        """,
        "crashed",
        "printed more than",
    ),
    "starts_without_end": (
        """
        import time

        def parent(ctx, cell):
            cell.observe("before", 1)
            sleepers = []
            while True:
                sleepers.append(ctx.Process(target=time.sleep, args=(60,)))
                sleepers[-1].start()
        """,
        "crashed",
        "started more than",
    ),
    "raises": (
        """
        def parent(ctx, cell):
            cell.observe("before", 1)
            raise LookupError("what was looked for")
        """,
        "harness-error",
        "LookupError: what was looked for",
    ),
    "reports_nonsense": (
        """
        import os

        def parent(ctx, cell):
            cell.observe("before", 1)
            cell._channel._write("[[[")
            cell.start(print)
        """,
        "harness-error",
        "damaged",
    ),
    "leaves_things_behind": (
        """
        import time
        from multiprocessing import shared_memory

        def parent(ctx, cell):
            cell.observe("before", 1)
            block = shared_memory.SharedMemory(create=True, size=4096)
            lock = ctx.Lock()
            child = ctx.Process(target=time.sleep, args=(600,))
            child.start()
            import os
            os._exit(3)
        """,
        "crashed",
        "exit code 3",
    ),
    "lacks_semaphores": (
        """
        def parent(ctx, cell):
            from multiprocessing import synchronize

            def refused(*_, **__):
                raise OSError(30, "Read-only file system")

            cell.observe("before", 1)
            synchronize.SemLock.__init__ = refused
            ctx.Event()
        """,
        "unavailable",
        "no semaphore can be made here: [Errno 30] Read-only file system",
    ),
    "misses_something": (
        """
        from mpdiag.cell.parent import Unavailable

        def parent(ctx, cell):
            cell.observe("before", 1)
            raise Unavailable("there is no such thing here")
        """,
        "unavailable",
        "there is no such thing here",
    ),
}


@pytest.fixture
def own_world() -> Iterator[World]:
    before = shared_memory()
    with world() as made:
        yield made
        assert made.left_over() == []
    assert_no_more_shared_memory(before)


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_an_outcome_and_costs_the_neighbours_nothing(
    own_world: World, fault: str, method: str
) -> None:
    source, outcome, reason = FAULTS[fault]
    timeout = 4.0 if outcome == "timed-out" else 40.0
    probes = [own_world.probe("faulty", source), own_world.probe("fine", FINE)]

    cells = own_world.run(*probes, methods=(method,), timeout=timeout)  # type: ignore[arg-type]

    found = {cell.probe: cell for cell in cells}
    assert (found["made.faulty"].outcome, found["made.fine"].outcome) == (outcome, "observed")
    assert reason in (found["made.faulty"].reason or "")
    # What it had seen before is kept.
    assert found["made.faulty"].observations == {"before": 1}
    assert found["made.fine"].observations == {"fine": True}


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_a_hang_shows_where_every_process_stands(own_world: World, method: str) -> None:
    probe = own_world.probe("hangs", FAULTS["hangs"][0])

    (cell,) = own_world.run(probe, methods=(method,), timeout=4.0)  # type: ignore[arg-type]

    assert "in start" in cell.stderr_tail
    if hasattr(os, "killpg"):  # without signals, only the parent knows when to print its stacks
        assert "where_it_stands" in cell.stderr_tail


def test_memory_without_end_is_stopped(own_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mpdiag.runner.parent.MEMORY_AT_MOST", 200 << 20)
    probe = own_world.probe(
        "greedy",
        """
        def parent(ctx, cell):
            kept = []
            while True:
                kept.append(bytearray(b"x" * (1 << 20)))
        """,
    )

    cells = own_world.run(probe, timeout=60)

    assert {(cell.outcome, "of memory" in (cell.reason or "")) for cell in cells} == {("crashed", True)}


def test_a_daemon_that_left_its_group_is_ended_too(own_world: World) -> None:
    if "fork" not in own_world.methods():
        pytest.skip("there are no process groups to leave")
    probe = own_world.probe(
        "deserter",
        """
        import os, time

        def parent(ctx, cell):
            if os.fork() == 0:
                os.setsid()
                if os.fork():
                    os._exit(0)
                os.closerange(0, 50)
                time.sleep(600)
        """,
    )

    (cell,) = own_world.run(probe, methods=("fork",))

    assert cell.outcome == "observed"


def test_a_method_that_this_python_lacks_is_unavailable_and_not_a_failure(own_world: World) -> None:
    from mpdiag.runner import plan

    cells: list[object] = []
    planned = plan.make([own_world.probe("fine", FINE)], ("fork", "spawn"), ("spawn",), "quick", None)

    run_in_turns([(own_world.supervisor, planned, cells.append)])

    outcomes = {cell.method: (cell.outcome, cell.reason) for cell in cells}  # type: ignore[attr-defined]
    assert outcomes["fork"][0] == "unavailable"
    assert "offers only" in str(outcomes["fork"][1])
    assert outcomes["spawn"][0] == "observed"


def test_cells_that_share_a_parent_are_told_apart_and_survive_each_other(own_world: World) -> None:
    sharing = 'SCHEDULE = "shared"\n'
    names = """
        import os

        def parent(ctx, cell):
            cell.observe("pid", os.getpid())
            cell.observe("folder", os.path.basename(os.getcwd()))
            print("printed by", __name__, flush=True)
        """
    probes = [
        own_world.probe("first", sharing + dedent(names)),
        own_world.probe("second", sharing + dedent(FAULTS["crashes"][0])),
        own_world.probe("third", sharing + dedent(names)),
        own_world.probe("fourth", sharing + dedent(FAULTS["raises"][0])),
        own_world.probe("fifth", sharing + dedent(names)),
    ]

    found = {cell.probe: cell for cell in own_world.run(*probes, methods=("spawn",))}

    outcomes = {name.removeprefix("made."): cell.outcome for name, cell in found.items()}
    assert outcomes == {
        "first": "observed",
        "second": "crashed",
        "third": "observed",
        "fourth": "harness-error",
        "fifth": "observed",
    }
    first, third, fifth = (found[f"made.{name}"] for name in ("first", "third", "fifth"))
    assert first.observations["pid"] != third.observations["pid"] == fifth.observations["pid"]
    assert fifth.observations["folder"] == "made.fifth"
    printed = {name: found[f"made.{name}"].stderr_tail.strip() for name in ("first", "third", "fifth")}
    assert printed == {name: f"printed by mpdiag.probes.made.{name}" for name in printed}


def test_a_rigorous_run_gives_each_cell_a_parent_of_its_own(own_world: World) -> None:
    source = """
        import os

        SCHEDULE = "shared"

        def parent(ctx, cell):
            cell.observe("pid", os.getpid())
        """
    probes = [own_world.probe(name, source) for name in ("one", "other")]

    cells = own_world.run(*probes, methods=("spawn",), effort="rigorous")

    assert len({cell.observations["pid"] for cell in cells}) == 2


def test_a_parent_that_the_system_refuses_is_an_outcome(
    own_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when there are too many processes already."""
    timed = FINE.replace("def parent", 'SCHEDULE = "timed"\n\ndef parent')
    probes = [own_world.probe("fine", FINE), own_world.probe("timed", timed)]

    def refused(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("mpdiag.runner.parent.subprocess.Popen", refused)
    cells = own_world.run(*probes, methods=("spawn",))

    assert {(cell.probe, cell.outcome) for cell in cells} == {
        ("made.fine", "harness-error"),
        ("made.timed", "harness-error"),
    }
    assert "could not be started: Resource temporarily unavailable" in (cells[0].reason or "")
