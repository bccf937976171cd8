from __future__ import annotations

import json

import pytest

from mpdiag.results import schema, store
from mpdiag.results.model import Run
from tests.report import worlds
from tests.results.broken import BROKEN, Change, the_file

# Its compiled part does not load everywhere.
jsonschema = pytest.importorskip("jsonschema", exc_type=ImportError)

SCHEMA = json.loads(schema.PATH.read_text(encoding="utf-8"))


@pytest.mark.parametrize("change", [change for change, _ in BROKEN])
def test_a_file_that_we_refuse_is_refused_by_the_schema(change: Change) -> None:
    found = the_file()
    change(found)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(found, SCHEMA)


@pytest.mark.parametrize("run", [worlds.usual(), worlds.surprising(), worlds.usual(system="Windows")])
def test_our_files_are_as_the_schema_says(run: Run) -> None:
    jsonschema.validate(json.loads(store.dumps([run])), SCHEMA)


def test_the_schema_is_that_of_the_model() -> None:
    assert schema.PATH.read_text(encoding="utf-8") == schema.schema(), "run: python -m mpdiag.results.schema"
