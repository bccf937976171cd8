"""sys.excepthook, and an exception that ends a child.

Crash reporters hook themselves in there. The hook is set in the child itself, as code at
the top of a module would do it.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "inherit.excepthook": "sys.excepthook for a child's exception",
    "inherit.excepthook:report": "report of a child's exception",
}
EXPECTATION = {
    "inherit.excepthook": dict.fromkeys(("fork", "spawn", "forkserver"), "not called"),
    "inherit.excepthook:report": dict.fromkeys(
        ("fork", "spawn", "forkserver"), "traceback by multiprocessing"
    ),
}

OUTPUT = "stderr.txt"
PATIENCE = 10.0


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    process = ctx.Process(target=child, name="FailingChild")  # type: ignore[attr-defined]
    process.start()
    process.join(PATIENCE)
    with open(OUTPUT, encoding="utf-8") as file:
        output = file.read()
    called = "hook called" in output
    # BaseProcess._bootstrap prints this line above the traceback.
    reported = "Process FailingChild:" in output and "LookupError: on purpose" in output
    return {
        "inherit.excepthook": "called" if called else "not called",
        "inherit.excepthook:report": "traceback by multiprocessing" if reported else "nobody",
    }


def child() -> None:
    import sys

    sys.stderr = open(OUTPUT, "w", encoding="utf-8")
    sys.excepthook = hook
    raise LookupError("on purpose")


def hook(*_: object) -> None:
    import sys

    print("hook called", file=sys.stderr, flush=True)
