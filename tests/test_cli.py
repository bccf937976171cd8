"""What every command has in common: exit codes, one-sentence errors, a start that costs nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mpdiag import __version__
from mpdiag.cli import main

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of this project are read, and no cells of an earlier run are told of."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    (tmp_path / "pyproject.toml").write_text("[tool.mpdiag]\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["report", "inherited.global"],
            "there is no probe 'inherited.global'; the nearest is 'inherited.globals'.",
        ),
        (["report", "xyzzy"], "there is no probe 'xyzzy'; the nearest is "),
        (["report", "-m", "spwan"], "there is no start method 'spwan'; the nearest is 'spawn'."),
        (["report", "--format", "markdwn"], "there is no format 'markdwn'; the nearest is 'markdown'."),
        (["report", "--format", "json="], "names no file"),
        (["report", "--format", "text", "--format", "json"], "only one --format can go to stdout"),
        (["report", "--format", "json=/does/not/exist/run.json"], "cannot write"),
        (["report", "--from", "/does/not/exist.json"], "cannot read"),
        (["report", "--python", "/does/not/exist/python"], "was not found"),
        (["report", "--python", sys.executable, "--python", "/does/not/exist"], "was not found"),
        (["explain", "MP999"], "'MP999'"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("mpdiag: error: ")
    assert err.count("\n") == 1
    assert message in err.replace("\\", "/")


@pytest.mark.parametrize("words", [["report", "--jobs", "0"], ["report", "--timeout", "nan"], ["nosuch"], []])
def test_wrong_usage_is_exit_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "error:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('methodz = ["spawn"]', "there is no setting 'methodz'; the nearest is 'methods'."),
        ('methods = "spawn"', "'methods' in [tool.mpdiag] of "),
        ("methods = [1]", "must be a list of strings"),
        ("jobs = true", "must be a whole number"),
        ('methods = ["spwan"]', "there is no start method 'spwan'"),
        ('effort = "quik"', "there is no effort 'quik'; the nearest is 'quick'."),
        ('format = ["pdf"]', "there is no format 'pdf'"),
        ("jobs =", "is not valid TOML"),
    ],
)
def test_wrong_settings_are_told_with_their_file(
    settings: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("pyproject.toml").write_text(f"[tool.mpdiag]\n{settings}\n")
    assert main(["report"]) == 2
    assert message in capsys.readouterr().err


def test_the_version_is_told_without_loading_anything() -> None:
    probe = "import sys; from mpdiag.cli import main; main(['--version']); print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True, timeout=60, cwd=ROOT
    )
    version, modules = done.stdout.splitlines()
    assert version == f"mpdiag {__version__}"
    assert not {"argparse", "json", "psutil", "msgspec", "tabulate", "rich", "typing"} & set(modules.split())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="closing stdout early looks different here")
def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m mpdiag list | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
    )
    assert done.stderr == ""
