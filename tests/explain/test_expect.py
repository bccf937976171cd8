"""What is expected of a probe, and when an observation is a surprise."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from mpdiag.explain import expect
from mpdiag.explain.where import expectations
from mpdiag.features import Features

LINUX = Features("Linux", (3, 13, 0))
MACOS = Features("Darwin", (3, 13, 0))
WINDOWS = Features("Windows", (3, 13, 0))


def a_probe(**row: Any) -> SimpleNamespace:
    return SimpleNamespace(ROWS={"a.row": "a label"}, EXPECTATION={"a.row": row})


@pytest.mark.parametrize(
    ("row", "features", "value"),
    [
        ({"spawn": "kept"}, LINUX, "kept"),
        ({"spawn": "kept", "windows": "lost"}, LINUX, "kept"),
        ({"spawn": "kept", "windows": "lost"}, WINDOWS, "lost"),
        ({"spawn": "kept", "windows": "lost"}, MACOS, "kept"),
        ({"spawn": "kept", "macos": "lost"}, MACOS, "lost"),
        ({"spawn": ("kept", "lost")}, LINUX, {"any of": ["kept", "lost"]}),
        ({"spawn": False}, LINUX, False),
    ],
)
def test_value_expected_on_a_system(row: dict[str, Any], features: Features, value: object) -> None:
    assert expect.expected(a_probe(**row), "spawn", features) == {"a.row": value}


def test_platform_keys_are_for_spawn_only() -> None:
    probe = a_probe(fork="kept", spawn="lost", macos="gone")

    assert expect.expected(probe, "fork", MACOS) == {"a.row": "kept"}


def test_nothing_is_expected_where_the_cell_does_not_observe() -> None:
    assert expect.expected(a_probe(spawn="kept", windows=None), "spawn", WINDOWS) == {}


def test_expectation_function_goes_by_method_and_features() -> None:
    def expectation(method: str, features: Features) -> dict[str, object]:
        return {"a.row": (method, features.system), "another.row": None}

    probe = SimpleNamespace(expectation=expectation)

    assert expect.expected(probe, "spawn", MACOS) == {"a.row": {"any of": ["spawn", "Darwin"]}}


@pytest.mark.parametrize(
    ("observations", "expected", "names"),
    [
        ({"a": "x"}, {"a": "x"}, ()),
        ({"a": "y"}, {"a": "x"}, ("a",)),
        ({}, {"a": "x"}, ("a",)),
        ({"a": "x"}, {}, ("a",)),
        ({"a": "y"}, {"a": {"any of": ["x", "y"]}}, ()),
        ({"a": "z"}, {"a": {"any of": ["x", "y"]}}, ("a",)),
        ({}, {"a": {"any of": ["x", None]}}, ()),
        ({}, {"a": {"any of": ["x", "y"]}}, ("a",)),
        ({"a": {"b": [1]}}, {"a": {"b": [1]}}, ()),
        ({"a": 0}, {"a": False}, ("a",)),
        ({"c": 1, "b": 2}, {"b": 1, "a": 1}, ("b", "a", "c")),
    ],
)
def test_surprises(observations: dict[str, Any], expected: dict[str, Any], names: tuple[str, ...]) -> None:
    assert expect.surprises(observations, expected) == names


def test_elsewhere_is_the_default_method_of_each_place() -> None:
    probe = a_probe(fork="from fork", spawn="from spawn", forkserver="from forkserver", windows=None)

    assert expect.elsewhere(probe) == {
        "a.row": {"macOS": "from spawn", "Linux 3.13": "from fork", "Linux 3.14": "from forkserver"}
    }


def test_words_for_one_value_everywhere() -> None:
    assert expectations(a_probe(spawn="kept"), "spawn") == {"a.row": "kept"}


def test_words_for_values_that_depend_on_the_system() -> None:
    assert expectations(a_probe(spawn=("kept", "lost"), windows=None), "spawn") == {
        "a.row": "kept or lost on Linux and macOS; not observed on Windows"
    }


def test_words_for_values_that_depend_on_the_version() -> None:
    def expectation(method: str, features: Features) -> dict[str, str]:
        return {"a.row": "new" if features.version >= (3, 13) else "old"}

    probe = SimpleNamespace(ROWS={"a.row": "a label"}, expectation=expectation)

    assert expectations(probe, "fork") == {"a.row": "old until 3.12; new since 3.13"}


def test_words_for_values_that_depend_on_both() -> None:
    def expectation(method: str, features: Features) -> dict[str, str]:
        return {"a.row": "odd" if features.macos and features.version[1] == 12 else "usual"}

    probe = SimpleNamespace(ROWS={"a.row": "a label"}, expectation=expectation)

    assert expectations(probe, "fork") == {
        "a.row": "usual on Linux or on macOS with 3.8, 3.9, 3.10, 3.11, 3.13, 3.14; odd on macOS with 3.12"
    }
