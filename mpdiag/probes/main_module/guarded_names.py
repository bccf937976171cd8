"""Names that are defined below the main guard.

Scripts that read their settings there, or define a helper function there, rely on this.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = {"main.guard-defined-names": "MP101", "main.guard-defined-names:target": "MP302"}
REVISION = 1
ROWS = {
    "main.guard-defined-names": "data defined below the main guard",
    "main.guard-defined-names:target": "target defined below the main guard",
}
EXPECTATION = {
    "main.guard-defined-names": {
        "fork": "works",
        "spawn": "raises NameError in the child",
        "forkserver": "raises NameError in the child",
    },
    "main.guard-defined-names:target": {
        "fork": "works",
        "spawn": "dies: exit code 1",
        "forkserver": "dies: exit code 1",
    },
}

MAIN = """\
def read_settings():
    return settings

if __name__ == "__main__":
    settings = "works"

    def read_directly():
        return settings
"""


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import sys

    main = sys.modules["__main__"]
    return {
        "main.guard-defined-names": cell.attempt(main.read_settings),
        "main.guard-defined-names:target": cell.attempt(main.read_directly),
    }
