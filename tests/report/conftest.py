"""Every test of a report: with remedies that do not change when somebody improves a page."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from mpdiag.explain import pages

REMEDIES = {
    "MP101": "pass it, or use initializer=",
    "MP106": "make generators in the worker",
    "MP109": "open it in each process",
    "MP111": "close files in the child",
    "MP201": "a function at module level",
    "MP401": "start processes before threads",
}


@pytest.fixture(autouse=True)
def _fixed_remedies(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {code: SimpleNamespace(code=code, in_short=remedy) for code, remedy in REMEDIES.items()}
    monkeypatch.setattr(pages, "load", lambda: found)
