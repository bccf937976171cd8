"""`--python EXE`: what is no CPython that can be observed is refused in one sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mpdiag.errors import UsageError
from mpdiag.runner import interpreter
from mpdiag.runner.scratch import Scratch

pytestmark = [pytest.mark.live, pytest.mark.timeout(60)]


@pytest.fixture(scope="module")
def library() -> Iterator[Path]:
    with Scratch() as scratch:
        yield scratch.library


def program(folder: Path, body: str) -> str:
    """An executable that is a script of this Python."""
    if sys.prefix.startswith(("C:", "Z:")):
        pytest.skip("a script is no executable here")
    file = folder / "fake"
    file.write_text(f"#!{sys.executable}\n{body}\n")
    file.chmod(0o755)
    return str(file)


def test_our_own_interpreter_tells_what_it_is(library: Path) -> None:
    found = interpreter.inspect(interpreter.find(None), library)
    assert found.about["python"]["version"].startswith(".".join(map(str, sys.version_info[:3])))
    assert "spawn" in found.about["multiprocessing"]["available"]
    assert found.about["python"]["modules_at_start"] > 10


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("print('hello')", "is no Python interpreter: asked for its version, it said 'hello'"),
        ("print('mpdiag 3 7 16')", "is Python 3.7.16; mpdiag observes CPython 3.8 and newer"),
        ("import sys; sys.exit('its library is gone')", "ended with status 1 when asked to tell its version"),
        ("import sys; print('mpdiag 3 12 0' if '-c' in sys.argv else 'noise')", "does not start cleanly"),
    ],
)
def test_what_is_no_python_to_observe_is_refused(
    library: Path, tmp_path: Path, body: str, message: str
) -> None:
    with pytest.raises(UsageError) as error:
        interpreter.inspect(program(tmp_path, body), library)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_one_that_does_not_come_to_an_end_is_refused(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interpreter, "SECONDS_TO_START", 0.5)
    with pytest.raises(UsageError, match=r"did not tell its version within 0 s|within 1 s"):
        interpreter.inspect(program(tmp_path, "import threading; threading.Event().wait()"), library)


def test_a_file_that_cannot_be_run_and_one_that_is_not_there_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no program")
    with pytest.raises(UsageError, match="was not found"):
        interpreter.find(str(tmp_path / "missing"))
    with pytest.raises(UsageError, match="is no file that can be run"):
        interpreter.find(str(tmp_path / "text"))


def test_variables_that_change_python_do_not_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    assert not [name for name in interpreter.clean_environment() if name.startswith("PYTHON")]
