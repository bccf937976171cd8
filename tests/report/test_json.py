from __future__ import annotations

import json

from mpdiag.report import json as report
from mpdiag.report.style import View
from mpdiag.results import store
from tests.helpers import a_run, told


def test_what_is_printed_can_be_read() -> None:
    run = a_run(told("inherited.globals", "größe", fork="ü😀"))
    for view in (View(), View(unicode=False)):
        shown = report.render(run, view)
        assert store.loads(shown.encode(), "stdout") == [run]
        assert json.loads(shown)["schema"] == "mpdiag-run"
    assert report.render(run, View(unicode=False)).isascii()
