"""Options and fixtures for all tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files anew; review the difference"
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a whole output with a file in `golden/` beside the test."""
    folder = Path(request.path).parent / "golden"

    def check(name: str, output: str) -> None:
        file = folder / name
        if request.config.getoption("--update-golden"):
            folder.mkdir(exist_ok=True)
            file.write_text(output, encoding="utf-8", newline="\n")
        assert output == file.read_text(encoding="utf-8"), f"{file} differs; see pytest --update-golden"

    return check
