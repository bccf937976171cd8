from __future__ import annotations

import io

import pytest

from mpdiag.report.style import View, view_of


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def a_stream(kind: type[io.TextIOWrapper] = Terminal, encoding: str = "utf-8") -> io.TextIOWrapper:
    return kind(io.BytesIO(), encoding=encoding)


@pytest.mark.parametrize(
    ("environ", "colour"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "dumb"}, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_on_a_terminal(environ: dict[str, str], colour: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rich.console.detect_legacy_windows", lambda: False)
    assert view_of(a_stream(), environ=environ).colour is colour


def test_the_old_windows_console_shows_no_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rich.console.detect_legacy_windows", lambda: True)
    assert not view_of(a_stream(), environ={"TERM": "xterm"}).colour


@pytest.mark.parametrize(("environ", "colour"), [({}, False), ({"FORCE_COLOR": "1", "TERM": "xterm"}, True)])
def test_colour_in_a_file(environ: dict[str, str], colour: bool) -> None:
    view = view_of(a_stream(io.TextIOWrapper), environ=environ)
    assert view.colour is colour
    assert view.width == 100


@pytest.mark.parametrize(("encoding", "unicode"), [("utf-8", True), ("cp1252", False), ("ascii", False)])
def test_signs_that_the_encoding_has(encoding: str, unicode: bool) -> None:
    assert view_of(a_stream(encoding=encoding), environ={}).unicode is unicode


def test_what_cannot_be_printed_is_spelt_out() -> None:
    assert View().text("a\x1b[0m\u202eb\x00\ud800") == "a\\x1b[0m\\u202eb\\x00\\ud800"
    assert View(unicode=False).text("≤3.13 … é") == "<=3.13 ... \\xe9"
