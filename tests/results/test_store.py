from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mpdiag.errors import InputError, OutputError
from mpdiag.report import markdown, text
from mpdiag.report.style import View
from mpdiag.results import store
from tests.helpers import a_cell, a_run, timed
from tests.report import worlds
from tests.results.broken import BROKEN, Change, the_file


def test_what_is_written_is_read(tmp_path: Path) -> None:
    run = worlds.surprising()
    store.write([run], tmp_path / "run.json")
    assert store.read(tmp_path / "run.json") == [run]
    assert [file.name for file in tmp_path.iterdir()] == ["run.json"]


def test_two_runs_differ_in_lines(golden: Callable[[str, str], None]) -> None:
    golden("usual.json", store.dumps([worlds.usual()]).decode())


def test_observations_are_in_a_fixed_order() -> None:
    runs = [a_run(cells=[a_cell("a.b", "fork", observations=dict(order))]) for order in (AB, AB[::-1])]
    assert store.dumps(runs[:1]) == store.dumps(runs[1:])


AB = [("a", 1), ("b", 2)]


def test_unknown_keys_are_ignored() -> None:
    found = the_file() | {"new in 2": {"x": 1}}
    found["cells"][0]["new"] = True
    assert store.loads(json.dumps(found).encode(), "f") == [worlds.surprising()]


@pytest.mark.parametrize(("change", "words"), BROKEN)
def test_a_broken_file_is_refused(change: Change, words: str) -> None:
    found = the_file()
    change(found)
    with pytest.raises(InputError) as caught:
        store.loads(json.dumps(found).encode(), "broken.json")
    assert words.lower() in str(caught.value).lower()
    assert "'broken.json'" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_is_refused(number: str) -> None:
    data = store.dumps([worlds.usual()]).replace(b'"duration_s": 38.2', f'"duration_s": {number}'.encode())
    with pytest.raises(InputError):
        store.loads(data, "f")


def test_what_is_no_number_is_not_written() -> None:
    with pytest.raises(OutputError):
        store.dumps([a_run(cells=timed("a.b", "x", fork=[float("nan")]))])


def test_two_cells_of_one_name_are_refused() -> None:
    cell = a_cell("a.b", "fork")
    with pytest.raises(InputError, match=r"two cells 'a\.b/fork'"):
        store.loads(store.dumps([a_run(cells=[cell, cell])]), "f")


def test_a_file_beyond_all_measure_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    store.write([worlds.usual()], tmp_path / "run.json")
    monkeypatch.setattr(store, "SIZE_LIMIT", 1000)
    with pytest.raises(InputError, match="larger than"):
        store.read(tmp_path / "run.json")


def test_old_files_are_taken_from_version_to_version(monkeypatch: pytest.MonkeyPatch) -> None:
    def from_1_to_2(found: dict[str, Any]) -> dict[str, Any]:
        return {**found, "duration_s": found["duration_ms"] / 1000}

    old = the_file()
    old["duration_ms"] = old.pop("duration_s") * 1000
    monkeypatch.setattr(store, "SCHEMA_VERSION", 2)
    monkeypatch.setattr(store, "UPGRADES", {1: from_1_to_2})
    (run,) = store.loads(json.dumps(old).encode(), "f")
    assert (run.schema_version, run.duration_s) == (2, 38.2)


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    for act in (store.read, store.Journal, lambda path: store.write([worlds.usual()], path)):
        with pytest.raises((InputError, OutputError), match="No such file"):
            act(tmp_path / "missing" / "run.json")


def test_a_journal_is_an_interrupted_run(tmp_path: Path) -> None:
    run = worlds.usual()
    path = tmp_path / "journal"
    journal = store.Journal(path)
    journal.begin([msgspec.structs.replace(run, cells=())])
    for cell in run.cells[:3]:
        journal.add(cell)
    journal.close()
    with path.open("ab") as file:
        file.write(b'{"id": "half a li')
    (found,) = store.read(path)
    assert found.interrupted
    assert found.cells == run.cells[:3]
    assert found.rows == run.rows
    assert found.duration_s == 3 * 0.125


def test_several_runs_are_one_document(tmp_path: Path) -> None:
    runs = worlds.upgraded()
    store.write(runs, tmp_path / "runs.json")
    assert json.loads((tmp_path / "runs.json").read_bytes())["schema"] == "mpdiag-runs"
    assert store.read(tmp_path / "runs.json") == runs


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"runs": []}, "$.runs"),
        ({"runs": None}, "$.runs"),
        ({"runs": [1]}, "$.runs"),
        ({"schema_version": 99}, "schema version 99"),
        ({"schema_version": "1"}, "no positive number"),
    ],
)
def test_a_broken_list_of_runs_is_refused(change: dict[str, Any], words: str) -> None:
    found = json.loads(store.dumps(worlds.upgraded())) | change
    with pytest.raises(InputError) as caught:
        store.loads(json.dumps(found).encode(), "broken.json")
    assert words in str(caught.value)


def test_the_journal_of_several_runs_gives_each_its_cells(tmp_path: Path) -> None:
    runs = worlds.upgraded()
    journal = store.Journal(tmp_path / "journal")
    journal.begin([msgspec.structs.replace(run, cells=()) for run in runs])
    for number, cell in ((2, runs[2].cells[0]), (0, runs[0].cells[0]), (2, runs[2].cells[1])):
        journal.add(cell, number)
    journal.close()
    found = store.read(tmp_path / "journal")
    assert [run.cells for run in found] == [runs[0].cells[:1], (), runs[2].cells[:2]]


def test_a_journal_of_garbage_is_refused(tmp_path: Path) -> None:
    header = b'{"schema":"mpdiag-journal","schema_version":1}\n'
    for rest in (b"", b"[]\n", b"nonsense\n", b'{"duration_s": 1e999}\n'):
        with pytest.raises(InputError):
            store.loads(header + rest, "f")


def _renders(data: bytes) -> None:
    """Whatever is read can be shown."""
    try:
        runs = store.loads(data, "f")
    except InputError:
        return
    for view in (View(), View(detail="all", verbose=True, width=40)):
        for run in runs:
            text.render(run, view)
            markdown.render(run, view)
        text.render_several(runs, view)
        markdown.render_several(runs, view)
    assert store.loads(store.dumps(runs), "f") == runs


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary() | anything.map(lambda found: json.dumps(found).encode()))
def test_arbitrary_data_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(InputError):
        store.loads(data, "f")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_file_changed_anywhere_is_refused_or_shown(data: st.DataObject) -> None:
    found = the_file()
    holder: Any = found
    while True:
        key = data.draw(
            st.sampled_from(list(holder) if isinstance(holder, dict) else list(range(len(holder))))
        )
        if isinstance(holder[key], (dict, list)) and holder[key] and data.draw(st.integers(0, 3)):
            holder = holder[key]
            continue
        holder[key] = data.draw(anything)
        break
    _renders(json.dumps(found).encode())
