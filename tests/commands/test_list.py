"""`mpdiag list`: every probe, every cause and every fact."""

from __future__ import annotations

import pytest

from mpdiag import cli
from mpdiag.explain import facts, pages
from mpdiag.runner import catalog


def test_lists_probes_causes_and_facts(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list"]) == 0

    first_cells = [line.split(" | ")[0] for line in capsys.readouterr().out.splitlines()]
    names = [cell.removeprefix("| ") for cell in first_cells if cell.startswith("| ")]
    assert names == [
        *["probe", "---", *catalog.load()],
        *["code", "---", *pages.load()],
        *["fact", "---", *facts.load()],
    ]


@pytest.mark.parametrize(("kind", "other"), [("probes", "MP101"), ("causes", "inherited.globals")])
def test_lists_one_kind(kind: str, other: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", kind]) == 0

    assert f"| {other} |" not in capsys.readouterr().out


def test_an_unknown_kind_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["list", "nonsense"])

    assert ended.value.code == 2


def test_a_fact_is_listed_with_who_observes_it_or_why_nobody_can(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "facts"]) == 0

    lines = {line.split(" | ")[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "| inherited.globals |" in lines["| inherit.globals"]
    assert "frameworks of macOS" in lines["| os-only.macos-fork-crash"]
