"""Several interpreters in one run, for real."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mpdiag.cli import main
from mpdiag.results import store

pytestmark = [pytest.mark.live, pytest.mark.timeout(120)]


def test_an_interpreter_beside_itself_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.mpdiag]\n")
    words = ["report", "inherited.globals", "startup.later_child", "--quick", "-q"]
    pythons = [f"--python={sys.executable}"] * 2

    assert main([*words, *pythons, "--format", "json=runs.json", "--format", "text"]) == 0

    shown = capsys.readouterr().out
    assert "2 interpreters · 0 behaviours changed" in " ".join(shown.split())
    first, second = store.read(tmp_path / "runs.json")
    assert [cell.id for cell in first.cells] == [cell.id for cell in second.cells]
    assert [cell.observations for cell in first.cells] == [cell.observations for cell in second.cells]
    assert first.yardstick and second.yardstick
    # What was told can be told again.
    assert main(["report", "--from", "runs.json"]) == 0
    assert capsys.readouterr().out == shown
