"""What the README shows exists: its commands, its settings, and the way to run the tests."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from mpdiag import config
from mpdiag.explain import pages
from mpdiag.runner import catalog

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(set(re.findall(r"`mpdiag (report|explain|list)([^`]*)`", README)))


@pytest.mark.parametrize(("command", "words"), COMMANDS)
def test_names_in_its_commands_exist(command: str, words: str) -> None:
    names = [word for word in words.split() if re.fullmatch(r"[\w.*]+", word) and not word.endswith(".json")]
    options = re.findall(r"--\w+", words)
    if command == "explain":
        assert set(names) <= {*pages.load(), *catalog.load()}
    elif not {"--format", "--from", "--python"} & set(options):
        catalog.choose(names)
    assert set(options) <= {"--all", "--format", "--from", "--python", "--quick", "--rigorous"}


def test_there_are_commands_to_check() -> None:
    assert {command for command, _ in COMMANDS} == {"report", "explain", "list"}


def test_its_settings_are_accepted(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "pyproject.toml").write_text(block)
    assert config.load(tmp_path) == tomllib.loads(block)["tool"]["mpdiag"]


def test_its_report_is_a_real_one() -> None:
    (shown,) = re.findall(r"<!-- report begin -->\n```text\n(.*?)```", README, re.DOTALL)
    assert re.match(r"mpdiag \d+\.\d+\.\d+ · CPython 3\.\d+", shown)
    causes = re.findall(r"^(MP\d{3}) ", shown, re.MULTILINE)
    assert causes
    assert set(causes) <= pages.load().keys()
