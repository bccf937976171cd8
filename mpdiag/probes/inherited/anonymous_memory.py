"""Anonymous mmap memory as a channel between parent and child.

Programs that count or collect in mmap.mmap(-1, size) at the top of a module rely on this.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    import mmap
    from multiprocessing.context import BaseContext
    from typing import Optional

    from mpdiag.cell.parent import Cell

CAUSE = {"inherit.anonymous-mmap": "MP116", "inherit.anonymous-mmap:argument": "MP202"}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "inherit.anonymous-mmap": "anonymous mmap in a global",
    "inherit.anonymous-mmap:argument": "anonymous mmap as an argument",
}
EXPECTATION = {
    "inherit.anonymous-mmap": {"fork": "shared", "spawn": "not shared", "forkserver": "not shared"},
    "inherit.anonymous-mmap:argument": {
        "fork": "shared",
        "spawn": "raises TypeError in start()",
        "forkserver": "raises TypeError in start()",
    },
}

mapping: "Optional[mmap.mmap]" = None


def own_mapping() -> "mmap.mmap":
    """The module's mapping; made on first use only to keep the import of this module cheap."""
    global mapping
    if mapping is None:
        import mmap

        mapping = mmap.mmap(-1, 4096)
    return mapping


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    with own_mapping() as mapping:
        cell.start(write_global)
        found = {"inherit.anonymous-mmap": "shared" if mapping[0] else "not shared"}
        mapping[0] = 0
        failure = cell.attempt(write, mapping)
        found["inherit.anonymous-mmap:argument"] = failure or ("shared" if mapping[0] else "not shared")
    return dict(found)


def write_global() -> None:
    write(own_mapping())


def write(mapping: "mmap.mmap") -> None:
    mapping[0] = 1
