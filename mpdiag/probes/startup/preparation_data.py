"""What a new child is told about its parent, besides its Process object.

This list is all that travels by itself: what is not on it (globals, logging, warnings filters, hooks) has
to be sent, or done again in the child.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP101"
REVISION = 1
SCHEDULE = "shared"
ROWS = {"startup.prep-data": "settings that a child is told"}
EXPECTATION = {
    "startup.prep-data": {"fork": "none", "spawn": "the nine known", "forkserver": "the nine known"},
}

KNOWN = {
    "authkey",
    "dir",
    "init_main_from_name",  # or init_main_from_path, for a script
    "log_to_stderr",
    "name",
    "orig_dir",
    "start_method",
    "sys_argv",
    "sys_path",
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    from multiprocessing import spawn

    told: "set[str]" = set()
    get_preparation_data = spawn.get_preparation_data

    def noting(name: str) -> "dict[str, object]":
        data = get_preparation_data(name)
        told.update(data)
        return data

    spawn.get_preparation_data = noting
    cell.start(child)
    if not told:
        return {"startup.prep-data": "none"}
    changes = ["with " + name for name in sorted(told - KNOWN)]
    changes += ["without " + name for name in sorted(KNOWN - told)]
    return {"startup.prep-data": ", ".join(changes) or "the nine known"}


def child() -> None:
    pass
