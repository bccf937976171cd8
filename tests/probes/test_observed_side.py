"""What runs in observed processes: little, of the standard library, and on every Python from 3.8."""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import mpdiag

PACKAGE = Path(mpdiag.__file__).parent
FILES = sorted([*PACKAGE.glob("cell/*.py"), *PACKAGE.glob("probes/**/*.py")])
OLDEST = (3, 8)

TOO_HEAVY = {"__future__", "argparse", "dataclasses", "enum", "inspect", "typing"}
UNIX_ONLY = {
    "curses",
    "fcntl",
    "grp",
    "posix",
    "pty",
    "pwd",
    "readline",
    "resource",
    "syslog",
    "termios",
    "tty",
}
SUBJECTS_OF_PROBES = {"PIL", "numpy", "requests"}
"""Libraries that some probes are about; these probes are unavailable where the library is missing."""

FORBIDDEN = {("os", "name"), ("sys", "platform"), ("sys", "version_info"), ("sys", "hexversion")}
COLLECTS_FACTS = PACKAGE / "cell" / "about.py"
"""Tells the supervisor which system and version this is, as data."""

every_file = pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.relative_to(PACKAGE).as_posix()) for path in FILES]
)


class _AtRunTime(ast.NodeTransformer):
    """Leaves out what only a type checker reads."""

    def visit_If(self, node: ast.If) -> ast.AST:
        return ast.Pass() if ast.unparse(node.test) == "TYPE_CHECKING" else self.generic_visit(node)


@functools.cache
def tree_of(path: Path) -> ast.Module:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=OLDEST)
    _AtRunTime().visit(tree)
    return tree


def imported(node: ast.AST) -> set[str]:
    """The modules that this statement imports."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {node.module or ""}
    return set()


def top_level(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


def all_imported(path: Path) -> set[str]:
    return set().union(*(imported(node) for node in ast.walk(tree_of(path))))


def run_at_import(tree: ast.Module) -> Iterator[ast.stmt]:
    """The statements of a module's top level, those inside a `try` or `if` as well."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.stmt):
            yield node
        if isinstance(node, ast.If | ast.Try | ast.With | ast.ExceptHandler):
            waiting += ast.iter_child_nodes(node)


@every_file
def test_is_syntax_of_the_oldest_python(path: Path) -> None:
    tree_of(path)


@every_file
def test_imports_the_standard_library_alone(path: Path) -> None:
    known = sys.stdlib_module_names | {"mpdiag"}

    assert top_level(all_imported(path)) - known - SUBJECTS_OF_PROBES == set()


@every_file
def test_of_the_package_it_imports_the_observed_side_alone(path: Path) -> None:
    ours = {f"{module}." for module in all_imported(path) if top_level({module}) == {"mpdiag"}}

    assert {module for module in ours if not module.startswith(("mpdiag.cell.", "mpdiag.probes."))} == set()


@every_file
def test_importing_it_loads_little_and_works_on_every_system(path: Path) -> None:
    tree = tree_of(path)
    tried = {child for node in ast.walk(tree) if isinstance(node, ast.Try) for child in ast.walk(node)}
    for statement in run_at_import(tree):
        names = top_level(imported(statement))
        assert names & TOO_HEAVY == set()
        if statement not in tried:
            assert names & (UNIX_ONLY | SUBJECTS_OF_PROBES) == set()


@every_file
def test_annotations_are_not_evaluated(path: Path) -> None:
    # A plain name, None or a string: `list[int]` and `int | None` fail on 3.8.
    annotations: list[ast.expr | None] = []
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            annotations.append(node.returns)
        elif isinstance(node, ast.arg | ast.AnnAssign):
            annotations.append(node.annotation)

    assert [
        ast.unparse(annotation)
        for annotation in annotations
        if not isinstance(annotation, ast.Constant | ast.Name | ast.Attribute | None)
    ] == []


@every_file
def test_does_not_ask_for_the_platform_or_version(path: Path) -> None:
    if path == COLLECTS_FACTS:
        pytest.skip("its answers are data; nothing is decided by them")
    tree = tree_of(path)
    asked = {
        (node.value.id, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    from_modules = {
        (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    assert (asked | from_modules) & FORBIDDEN == set()
    assert "platform" not in all_imported(path)
