"""What a child finds of the folders and modules that its parent imports from.

Programs with plug-ins, notebooks that add a folder to sys.path, and modules that are loaded by
their file rely on this.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Callable

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP305"
REVISION = 1
QUICK = False
ROWS = {
    "propagate.sys-path": "folder added to sys.path",
    "propagate.sys-path:late": "folder added after a first child",
    "propagate.sys-path:empty": "empty entry of sys.path",
    "propagate.sys-path:preload": "module there, preloaded by the fork server",
    "propagate.sys-path:removed": "module of a folder that left sys.path again",
    "propagate.sys-path:by-file": "module loaded by its file",
}
PLUGIN = "def work():\n    return 'works'\n"


def expectation(method: str, features: "Features") -> "dict[str, object]":
    lost = "works" if method == "fork" else "dies: exit code 1"
    preloaded = "preloaded" if features.preload_sees_import_path else "not preloaded"
    return {
        "propagate.sys-path": "works",
        "propagate.sys-path:late": "works",
        "propagate.sys-path:empty": "kept" if method == "fork" else "start folder",
        "propagate.sys-path:preload": preloaded if method == "forkserver" else None,
        "propagate.sys-path:removed": lost,
        "propagate.sys-path:by-file": lost,
    }


def parent(ctx: "BaseContext", cell: "Cell") -> None:
    """Add a folder, then another; a third is there only while a module is imported."""
    import importlib

    _add(cell, "early")
    if cell.method == "forkserver":
        ctx.set_forkserver_preload(["early_plugin"])
        cell.observe("propagate.sys-path:preload", cell.start(has_early_plugin))
    early = importlib.import_module("early_plugin")
    cell.observe("propagate.sys-path", cell.attempt(early.work))
    _add(cell, "late")
    cell.observe("propagate.sys-path:late", cell.attempt(importlib.import_module("late_plugin").work))
    _add(cell, "brief")
    brief = importlib.import_module("brief_plugin")
    del sys.path[0]
    cell.observe("propagate.sys-path:removed", cell.attempt(brief.work))
    cell.observe("propagate.sys-path:by-file", cell.attempt(_load("early/early_plugin.py")))
    sys.path.insert(0, "")
    cell.observe("propagate.sys-path:empty", cell.start(first_entry))


def has_early_plugin() -> str:
    return "preloaded" if "early_plugin" in sys.modules else "not preloaded"


def first_entry() -> str:
    from multiprocessing.process import ORIGINAL_DIR  # type: ignore[attr-defined]

    return {"": "kept", ORIGINAL_DIR: "start folder"}.get(sys.path[0], "another folder")


def _add(cell: "Cell", name: str) -> None:
    import os

    folder = os.path.join(cell.folder, name)
    os.mkdir(folder)
    with open(os.path.join(folder, name + "_plugin.py"), "w") as file:
        file.write(PLUGIN)
    sys.path.insert(0, folder)


def _load(path: str) -> "Callable[[], str]":
    """The function of a module under a name that nobody can import."""
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("plugin_by_file", path)
    module = module_from_spec(spec)  # type: ignore[arg-type]
    sys.modules["plugin_by_file"] = module
    spec.loader.exec_module(module)  # type: ignore[union-attr]
    return module.work  # type: ignore[no-any-return]
