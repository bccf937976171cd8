"""`--format FMT[=FILE]`: checked before anything is measured, and no report costs another."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from mpdiag.errors import OutputError, UsageError
from mpdiag.report import outputs
from mpdiag.results import store
from tests.helpers import a_run, told

RUN = a_run(
    told("inherited.globals", "global set at run time", fork="changed", spawn="initial", forkserver="initial")
)


def test_several_formats_go_to_several_places(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = outputs.parse(["text", f"json={tmp_path / 'run.json'}", f"markdown={tmp_path / 'run.md'}"])
    outputs.write([RUN], chosen, detail="first screen", verbose=False)

    assert store.read(tmp_path / "run.json") == [RUN]
    assert "| " in (tmp_path / "run.md").read_text(encoding="utf-8")
    assert "global set at run time" in capsys.readouterr().out
    assert sorted(file.name for file in tmp_path.iterdir()) == ["run.json", "run.md"]


def test_json_on_stdout_is_one_document_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    outputs.write([RUN], outputs.parse(["json"]), detail="first screen", verbose=False)
    assert store.loads(capsys.readouterr().out.encode(), "stdout") == [RUN]


def test_checking_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text("old")
    outputs.parse([f"json={tmp_path / 'old.json'}", f"text={tmp_path / 'new.txt'}"])
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("old.json", "old")]


def test_a_file_that_cannot_be_written_is_told_beforehand(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Nothing was measured"):
        outputs.parse([f"json={tmp_path}"])


def test_one_that_fails_later_does_not_cost_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    chosen = outputs.parse([f"json={folder / 'run.json'}", "text", f"markdown={tmp_path / 'run.md'}"])
    folder.rmdir()

    with pytest.raises(OutputError, match=r"could not write .*run\.json"):
        outputs.write([RUN], chosen, detail="first screen", verbose=False)

    assert "global set at run time" in capsys.readouterr().out
    assert (tmp_path / "run.md").exists()


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="there are no device files here")
def test_a_device_is_written_to_and_not_replaced() -> None:
    outputs.write([RUN], outputs.parse(["json=/dev/null"]), detail="first screen", verbose=False)
    assert not Path("/dev/null").is_file()


def test_two_on_stdout_are_refused() -> None:
    with pytest.raises(UsageError):
        outputs.parse(["text", "markdown"])


def test_a_run_that_was_cut_off_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path)
    (tmp_path / f"{os.getpid()}.unfinished").touch()  # still at work
    assert outputs.journal_beside([]) == tmp_path / f"{os.getpid()}.unfinished"
    assert capsys.readouterr().err == ""

    (tmp_path / "999999999.unfinished").touch()
    outputs.journal_beside([])
    assert "report --from" in capsys.readouterr().err
    outputs.journal_beside([])
    assert capsys.readouterr().err == ""


def test_a_home_that_cannot_be_written_to_costs_only_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "file" / "mpdiag")
    assert outputs.journal_beside([]) is None


@pytest.mark.parametrize("name", ["json", "markdown", "text"])
def test_a_stdout_that_cannot_print_everything_is_no_error(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr("sys.stdout", narrow)
    run = a_run(told("inherited.globals", "größer ≥ 1", fork="ändert", spawn="alt", forkserver="alt"))

    outputs.write([run], outputs.parse([name]), detail="first screen", verbose=False)

    written = narrow.buffer.getvalue()
    if name == "json":
        assert store.loads(written, "stdout") == [run]
    else:
        assert "alt" in written.decode("ascii")
