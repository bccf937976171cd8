"""An observed child holds what multiprocessing brings, and next to nothing because of us."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cell.conftest import METHODS
from tests.cell.test_parent import MAIN, ROOT

BARE = """
import json, multiprocessing, sys

def child(answers):
    answers.send(sorted(sys.modules))

if __name__ == "__main__":
    ctx = multiprocessing.get_context(sys.argv[1])
    answers, theirs = ctx.Pipe(False)
    process = ctx.Process(target=child, args=(theirs,))
    process.start()
    modules = answers.recv()
    process.join()
    print(json.dumps(modules))
"""
PROBE = """
import sys

def parent(ctx, cell):
    return {"parent": sorted(sys.modules), "child": cell.start(child)}

def child():
    return sorted(sys.modules)
"""


@pytest.mark.live
@pytest.mark.timeout(60)
@pytest.mark.parametrize("method", METHODS)
def test_a_child_has_no_module_because_of_us(method: str, tmp_path: Path) -> None:
    (tmp_path / "bare.py").write_text(BARE)
    (tmp_path / "main.py").write_text(MAIN.format(folder=str(tmp_path)))
    (tmp_path / "modules_probe.py").write_text(PROBE)

    bare = set(json.loads(run(["bare.py", method], tmp_path)))
    lines = run(["main.py", "modules_probe", method, "--supervised"], tmp_path).splitlines()
    observed = ast.literal_eval(lines[0])["observed"]

    ours = {
        "mpdiag",
        "mpdiag.cell",
        "mpdiag.cell.channel",
        "mpdiag.cell.child",
        "mpdiag.cell.endings",
        "mpdiag.cell.parent",
    }
    ours |= {"mpdiag.probes", "mpdiag.probes.modules_probe"}
    if method == "fork":
        ours |= {"importlib", "importlib._bootstrap", "importlib._bootstrap_external"}  # finds the probe
    assert set(observed["child"]) - bare <= ours
    # A forked child has what the parent has; that must be no more than multiprocessing brings.
    if method == "fork":
        assert set(observed["parent"]) - bare <= ours


def run(arguments: list[str], folder: Path) -> str:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=environ, input="", capture_output=True, text=True).stdout
