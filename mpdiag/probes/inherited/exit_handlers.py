"""Exit handlers of the main program, and of a child.

Programs that remove files, close connections or write profiles and coverage data at exit
rely on this. A handler counts as run in a child when it runs there once, as the child ends.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP112"
REVISION = 1
ROWS = {
    "inherit.atexit-parent": "parent's atexit handler, in the child",
    "inherit.atexit-parent:module-level": "atexit handler registered at the top of main",
    "inherit.atexit-child": "child's atexit handler",
    "inherit.atexit-child:finalize": "child's weakref.finalize, at exit",
    "inherit.atexit-child:finalize-again": "weakref.finalize, also used by the parent",
    "inherit.atexit-child:util-finalize": "child's multiprocessing.util.Finalize",
}

# The children of a program run the top of its main file again, and this with it.
MAIN = """
import atexit
from mpdiag.probes.inherited.exit_handlers import note
atexit.register(note, "module-level")
"""

NOTES = "notes.txt"


def expectation(method: str, features: "Features") -> "dict[str, object]":
    own = "runs" if method == "spawn" or features.forked_child_runs_exit_handlers else "does not run"
    again = "does not run" if method == "fork" else own
    if method == "fork" or (method == "forkserver" and features.forkserver_preloads_main):
        module_level = "does not run"
    else:
        module_level = own
    return {
        "inherit.atexit-parent": "does not run",
        "inherit.atexit-parent:module-level": module_level,
        "inherit.atexit-child": own,
        "inherit.atexit-child:finalize": own,
        "inherit.atexit-child:finalize-again": again,
        "inherit.atexit-child:util-finalize": "runs",
    }


class Resource:
    """Something to be finalized."""


kept = Resource()


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import atexit
    import weakref

    atexit.register(note, "parent")
    cell.start(child)
    first = notes()
    weakref.finalize(Resource(), note, "of the parent")
    cell.start(child)
    second = notes()[len(first) :]
    return {
        "inherit.atexit-parent": told("parent", first),
        "inherit.atexit-parent:module-level": told("module-level", first),
        "inherit.atexit-child": told("child", first),
        "inherit.atexit-child:finalize": told("finalize", first),
        "inherit.atexit-child:finalize-again": told("finalize", second),
        "inherit.atexit-child:util-finalize": told("util-finalize", first),
    }


def child() -> None:
    import atexit
    import multiprocessing.util
    import weakref

    global kept
    kept = Resource()
    atexit.register(note, "child")
    weakref.finalize(kept, note, "finalize")
    multiprocessing.util.Finalize(None, note, ("util-finalize",), exitpriority=1)


def note(handler: str) -> None:
    with open(NOTES, "a", encoding="utf-8") as file:
        file.write(handler + "\n")


def notes() -> "list[str]":
    with open(NOTES, encoding="utf-8") as file:
        return file.read().splitlines()


def told(handler: str, lines: "list[str]") -> str:
    count = lines.count(handler)
    return ("does not run", "runs")[count] if count < 2 else "runs %d times" % count
