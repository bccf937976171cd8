"""`mpdiag list`: every probe and every cause."""

from __future__ import annotations

import pytest

from mpdiag import cli
from mpdiag.explain import pages
from mpdiag.runner import catalog


def test_lists_probes_and_causes(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list"]) == 0

    first_cells = [line.split(" | ")[0] for line in capsys.readouterr().out.splitlines()]
    names = [cell.removeprefix("| ") for cell in first_cells if cell.startswith("| ")]
    assert names == ["probe", "---", *catalog.load(), "code", "---", *pages.load()]


@pytest.mark.parametrize(("kind", "other"), [("probes", "MP101"), ("causes", "inherited.globals")])
def test_lists_one_kind(kind: str, other: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", kind]) == 0

    assert f"| {other} |" not in capsys.readouterr().out


def test_an_unknown_kind_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["list", "nonsense"])

    assert ended.value.code == 2
