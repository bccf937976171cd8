"""Temporary files and folders of the parent, when a child drops its copies.

Their objects remove them as soon as nobody refers to them, or at exit; tests and programs
that unpack archives keep them in globals.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell

CAUSE = "MP109"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "inherit.tempfiles": "parent's NamedTemporaryFile",
    "inherit.tempfiles:directory": "parent's TemporaryDirectory",
}
EXPECTATION = {name: {"fork": "removed by the child", "spawn": "kept", "forkserver": "kept"} for name in ROWS}

owned: "list[Any]" = []


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import os

    paths = create()
    cell.start(let_go)
    found: "dict[str, object]" = {
        name: "kept" if os.path.exists(path) else "removed by the child" for name, path in paths.items()
    }
    file, folder = owned
    try:
        file.close()
    except FileNotFoundError:
        pass  # the child was faster
    folder.cleanup()
    return found


def create() -> "dict[str, str]":
    """Leave the list as the only owner, as a module's globals would be."""
    import tempfile

    file = tempfile.NamedTemporaryFile()
    folder = tempfile.TemporaryDirectory()
    owned.extend((file, folder))
    return {"inherit.tempfiles": file.name, "inherit.tempfiles:directory": folder.name}


def let_go() -> None:
    owned.clear()
