"""The JSON Schema of result files, made from the model: `python -m mpdiag.results.schema` writes it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

from mpdiag.results.model import Run
from mpdiag.results.store import SCHEMA_VERSION

PATH = Path(__file__).with_name("run.schema.json")


def schema() -> str:
    """The schema as the checked-in file has it."""
    content = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The result of one run of `mpdiag report`",
        **msgspec.json.schema(Run),
    }
    # Programs need not say what they write, but a file has to.
    content["$defs"]["Run"]["required"].insert(0, "schema")
    content["$defs"]["Run"]["properties"]["schema_version"]["maximum"] = SCHEMA_VERSION
    return json.dumps(content, indent=2) + "\n"


if __name__ == "__main__":
    PATH.write_text(schema(), encoding="utf-8")
