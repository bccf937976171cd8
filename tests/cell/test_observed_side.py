"""What runs inside observed processes stays light, portable and free of our own tools."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import mpdiag
from tests.cell.conftest import METHODS
from tests.cell.test_parent import MAIN, ROOT

PACKAGE = Path(mpdiag.__file__).parent
OBSERVED = sorted([*(PACKAGE / "cell").rglob("*.py"), *(PACKAGE / "probes").rglob("*.py")])
DESCRIBES_THE_SYSTEM = "cell/about.py"  # its subject are the platform and the version
TOO_HEAVY = {"__future__", "argparse", "dataclasses", "enum", "typing"}
QUESTIONS = {("sys", "platform"), ("os", "name"), ("sys", "version_info"), ("sys", "hexversion")}


def names(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@pytest.fixture(params=OBSERVED, ids=names)
def path(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture
def tree(path: Path) -> ast.Module:
    """The module as CPython 3.8 reads it, without what stands there for type checkers only."""
    tree = ast.parse(path.read_bytes(), feature_version=(3, 8))
    _WithoutTypes().visit(tree)
    return tree


class _WithoutTypes(ast.NodeTransformer):
    def visit_If(self, node: ast.If) -> ast.AST | None:
        if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return None
        return self.generic_visit(node)


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            assert node.module
            yield node.module


def guarded_imports(tree: ast.AST) -> set[str]:
    """Imports at whose failure the module looks: it can be loaded without them."""
    return {
        module
        for node in ast.walk(tree)
        if isinstance(node, ast.Try)
        and any("ImportError" in ast.unparse(handler.type) for handler in node.handlers if handler.type)
        for statement in node.body
        for module in imports(statement)
    }


def test_it_needs_the_standard_library_alone(path: Path, tree: ast.Module) -> None:
    allowed = set(sys.stdlib_module_names) | {"mpdiag"}
    if path.is_relative_to(PACKAGE / "probes"):
        allowed |= {module.partition(".")[0] for module in guarded_imports(tree)}
    assert {module.partition(".")[0] for module in imports(tree)} <= allowed


def test_of_mpdiag_it_imports_the_observed_side_alone(tree: ast.Module) -> None:
    ours = {module for module in imports(tree) if module.partition(".")[0] == "mpdiag"}
    assert {module for module in ours if not module.startswith(("mpdiag.cell", "mpdiag.probes"))} == set()


def test_it_imports_nothing_heavy_at_the_top(tree: ast.Module) -> None:
    top = {module for node in tree.body for module in imports_when_loaded(node)}
    assert top & TOO_HEAVY == set()


def imports_when_loaded(statement: ast.stmt) -> Iterator[str]:
    if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield from imports(statement)


def test_it_asks_for_no_platform_and_no_version(path: Path, tree: ast.Module) -> None:
    if names(path) == DESCRIBES_THE_SYSTEM:
        pytest.skip("this is what it is for")
    asked = {
        (node.value.id, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert asked & QUESTIONS == set()
    assert "platform" not in set(imports(tree))


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
    observed = json.loads(lines[0])["observed"]

    ours = {"mpdiag", "mpdiag.cell", "mpdiag.cell.child", "mpdiag.cell.endings", "mpdiag.cell.parent"}
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
