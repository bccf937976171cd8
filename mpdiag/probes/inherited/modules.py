"""Classes, registries, patches and imports that the main program adds at run time.

Plug-in registries, configured classes, `mock.patch` and set-up code in the main guard rely on this.
"""

import os.path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP101"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "inherit.class-attributes": "class attribute set at run time",
    "inherit.class-attributes:registry": "registry filled at run time",
    "inherit.monkeypatch": "patched function of a module",
    "inherit.imported-modules": "module imported by the parent only",
}
EXPECTATION = {
    "inherit.class-attributes": {
        "fork": "changed value",
        "spawn": "initial value",
        "forkserver": "initial value",
    },
    "inherit.class-attributes:registry": {"fork": "filled", "spawn": "empty", "forkserver": "empty"},
    "inherit.monkeypatch": {"fork": "patched", "spawn": "original", "forkserver": "original"},
    "inherit.imported-modules": {"fork": "loaded", "spawn": "not loaded", "forkserver": "not loaded"},
}

# Small, in every CPython, and imported by nothing else.
UNUSUAL = "colorsys"


class Settings:
    level = "initial value"


registry: "dict[str, type]" = {}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from importlib import import_module

    Settings.level = "changed value"
    registry["settings"] = Settings
    import_module(UNUSUAL)
    original = os.path.basename
    os.path.basename = lambda path: "patched"  # type: ignore[assignment]
    try:
        # The class travels as an argument here, and yet its attribute does not come along.
        observations: "dict[str, object]" = cell.start(child, Settings)
        return observations
    finally:
        os.path.basename = original


def child(settings: "type[Settings]") -> "dict[str, object]":
    import sys

    return {
        "inherit.class-attributes": settings.level,
        "inherit.class-attributes:registry": "filled" if registry else "empty",
        "inherit.monkeypatch": os.path.basename("folder/original"),
        "inherit.imported-modules": "loaded" if UNUSUAL in sys.modules else "not loaded",
    }
