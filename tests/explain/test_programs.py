"""The programs of the cause pages, run as a user runs them, under every start method."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from mpdiag.explain import pages
from tests.systems import UNDER_WINE

METHODS = multiprocessing.get_all_start_methods()


DEADLINE = 60.0 if UNDER_WINE else 20.0
"""Seconds after which a program counts as hanging. Under Wine each start takes a second or more."""

FAILS_UNDER_WINE = {"MP506": "psutil's memory_full_info raises OSError there"}

# Makes a method the default the way a Python does whose default it is: nothing has been set, so that the
# program may still do so. Every process of the program loads this file, and none counts it as its main.
DEFAULT_METHOD = """
from multiprocessing import context
context._default_context._default_context = context._concrete_contexts[{method!r}]
"""

pytestmark = [pytest.mark.live, pytest.mark.timeout(600)]


@dataclass(frozen=True)
class Outcome:
    """What a user sees of a program; `code` None: it hangs."""

    code: int | None
    out: str
    traceback: bool


Outcomes = dict[tuple[str, str, str], "Future[Outcome]"]


@pytest.fixture(scope="module")
def outcomes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcomes]:
    """The outcome by code, part and method, for all pages under test: started at once, as many only wait."""
    items = [item for item in request.session.items if isinstance(item, pytest.Function)]
    codes = {str(item.callspec.params["code"]) for item in items if item.module is request.module}
    with ThreadPoolExecutor(max_workers=(os.cpu_count() or 1) + 2) as runners:
        started = {}
        for code in sorted(codes):
            for part, method in itertools.product(("before", "after"), METHODS):
                folder = tmp_path_factory.mktemp(f"{code}-{part}-{method}")
                started[code, part, method] = runners.submit(run, code, part, method, folder)
        yield started


def run(code: str, part: str, method: str, folder: Path) -> Outcome:
    """Run a program of the page in a folder of its own, with this method as its Python's default."""
    source = getattr(pages.read(code), part)
    hook, home = folder / "hook", folder / "home"
    hook.mkdir()
    home.mkdir()
    (hook / "sitecustomize.py").write_text(DEFAULT_METHOD.format(method=method))
    (home / "program.py").write_text(source, encoding="utf-8")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    with (folder / "out").open("w+b") as out, (folder / "err").open("w+b") as err:
        program = subprocess.Popen(
            [sys.executable, "program.py"],
            cwd=home,
            env=environ | {"PYTHONPATH": str(hook), "TMPDIR": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
        try:
            exit_code: int | None = program.wait(DEADLINE)
            psutil.wait_procs(processes_in(home), timeout=2)
        except subprocess.TimeoutExpired:
            exit_code = None
        end_processes(home)
        program.wait()
        out.seek(0)
        err.seek(0)
        text = out.read().decode(errors="replace").replace("\r\n", "\n")
        return Outcome(exit_code, text, b"Traceback" in err.read())


def processes_in(home: Path) -> list[psutil.Process]:
    """The processes of the program, also those whose parent has ended: no other works in its folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.cwd() == str(home):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def end_processes(home: Path) -> None:
    """End what hangs or has outlived its parent; then the resource tracker tidies up and ends by itself."""
    for process in (left := processes_in(home)):
        with contextlib.suppress(psutil.Error):
            if not any("resource_tracker" in word for word in process.cmdline()):
                process.kill()
    _, alive = psutil.wait_procs(left, timeout=5)
    for process in alive:
        process.kill()


every_page = pytest.mark.parametrize("code", pages.codes())


def of(code: str, part: str, outcomes: Outcomes) -> dict[str, Outcome]:
    return {method: outcomes[code, part, method].result() for method in METHODS}


@every_page
def test_after_works_alike_under_every_method(code: str, outcomes: Outcomes) -> None:
    if code in FAILS_UNDER_WINE and UNDER_WINE:
        pytest.skip(FAILS_UNDER_WINE[code])
    after = of(code, "after", outcomes)

    assert {method: outcome.code for method, outcome in after.items()} == dict.fromkeys(METHODS, 0), after
    assert len({outcome.out for outcome in after.values()}) == 1, after


@every_page
def test_before_differs_as_declared(code: str, outcomes: Outcomes) -> None:
    before = of(code, "before", outcomes)

    match pages.read(code).differs:
        case "only in cost":
            assert {method: outcome.code for method, outcome in before.items()} == dict.fromkeys(METHODS, 0)
        case "no, it fails everywhere":
            after = of(code, "after", outcomes)
            assert [method for method in METHODS if before[method] == after[method]] == [], before
        case "between methods" if len(METHODS) > 1:
            assert len(set(before.values())) > 1, before
        case "between methods":
            pytest.skip("this system has one start method only")
        case system:
            here = {"Windows": "only on Windows", "Darwin": "only on macOS"}.get(platform.system())
            if system != here:
                pytest.skip(f"it differs {system}")
            assert before["spawn"] != outcomes[code, "after", "spawn"].result()
