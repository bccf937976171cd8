"""Whole programs run from inside a cell."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import psutil
import pytest

from mpdiag.cell.program import run_command, run_program

pytestmark = [pytest.mark.live, pytest.mark.timeout(60)]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_program_tells_how_it_ended_and_what_it_said() -> None:
    ended = run_program("import sys\nprint('out')\nprint('err', file=sys.stderr)\nsys.exit(3)")
    assert (ended.code, ended.out, ended.err) == (3, "out\n", "err\n")


@pytest.mark.parametrize(
    ("source", "exception"),
    [
        ("print('no traceback')", "no traceback"),
        ("raise EOFError", "EOFError"),
        ("import queue\nraise queue.Empty('a: b\\n\\nlonger')", "Empty"),
        ("try:\n    1 / 0\nexcept Exception:\n    raise KeyError(1)", "KeyError"),
        ("import warnings\nwarnings.warn('Loud: really')\nraise OSError(2, 'x')", "FileNotFoundError"),
    ],
)
def test_the_last_exception_of_a_program_is_named(source: str, exception: str) -> None:
    assert run_program(source).exception == exception


def test_a_program_is_a_file_of_the_current_folder(tmp_path: Path) -> None:
    ended = run_program("print(__file__)", name="given.py")
    assert tmp_path / ended.out.strip() == tmp_path / "given.py"


def test_arguments_and_flags_arrive() -> None:
    ended = run_program("import sys\nprint(sys.argv[1:], sys.flags.optimize)", "a", "b c", flags=("-O",))
    assert ended.out == "['a', 'b c'] 1\n"


def test_the_environment_is_added_to() -> None:
    source = "import os\nprint(os.environ['MPDIAG_TEST'], 'PATH' in os.environ)"
    assert run_program(source, environ={"MPDIAG_TEST": "x"}).out == "x True\n"


def test_stdin_is_empty_unless_given() -> None:
    source = "import sys\nprint(repr(sys.stdin.read()))"
    assert run_program(source).out == "''\n"
    assert run_program(source, stdin="line\n").out == "'line\\n'\n"


def test_output_that_is_no_text_is_replaced() -> None:
    ended = run_command(
        [sys.executable, "-c", "import os; os.write(1, b'a\\xffb')"], environ={"PYTHONUTF8": "1"}
    )
    assert ended.out.startswith("a")
    assert ended.out.endswith("b")


# The pipes of a program that had to be killed stay open until they are collected: something may
# still write to them.
unclosed_pipes = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@unclosed_pipes
def test_a_program_that_hangs_is_ended_and_its_output_kept() -> None:
    begun = time.monotonic()
    ended = run_program("import time\nprint('begun', flush=True)\ntime.sleep(600)", patience=2.0)
    assert time.monotonic() - begun < 20
    assert (ended.code, ended.out, ended.err) == (None, "begun\n", "")


@unclosed_pipes
def test_a_child_that_keeps_the_pipes_open_is_not_waited_for() -> None:
    source = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(600)
"""
    begun = time.monotonic()
    ended = run_program(source, patience=2.0)
    assert time.monotonic() - begun < 20
    assert ended.code is None
    psutil.Process(int(ended.out)).kill()
