"""The logging configuration that the main program makes before it starts workers.

Nearly every program calls logging.basicConfig() or dictConfig() under its main guard.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP103"
REVISION = 1
ROWS = {
    "inherit.logging-config": "handlers and level of the root logger",
    "inherit.logging-config:info": "line logged with level INFO",
    "inherit.logging-config:multiprocessing": "level of multiprocessing's own logger",
}
EXPECTATION = {
    "inherit.logging-config": {
        "fork": "changed value",
        "spawn": "initial value",
        "forkserver": "initial value",
    },
    "inherit.logging-config:info": {"fork": "written", "spawn": "lost", "forkserver": "lost"},
    # Part of the preparation data (multiprocessing.spawn.get_preparation_data).
    "inherit.logging-config:multiprocessing": dict.fromkeys(("fork", "spawn", "forkserver"), "changed value"),
}

LOG = "program.log"
LEVEL = 37


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import logging

    initial = configuration()
    logging.basicConfig(filename=LOG, level=logging.INFO)
    ctx.get_logger().setLevel(LEVEL)
    changed = configuration()
    found, level = cell.start(child)
    with open(LOG, encoding="utf-8") as file:
        log = file.read()
    return {
        "inherit.logging-config": {changed: "changed value", initial: "initial value"}.get(found, str(found)),
        "inherit.logging-config:info": "written" if "from the child" in log else "lost",
        "inherit.logging-config:multiprocessing": "changed value" if level == LEVEL else "initial value",
    }


def child() -> "tuple[tuple[str, ...], int]":
    import logging
    import multiprocessing

    logging.getLogger("program").info("from the child")
    return configuration(), multiprocessing.get_logger().level


def configuration() -> "tuple[str, ...]":
    """The root logger's level and the types of its handlers."""
    import logging

    handlers = [type(handler).__name__ for handler in logging.root.handlers]
    return (logging.getLevelName(logging.root.level), *handlers)
