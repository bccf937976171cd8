"""A child that is started from a coroutine.

Servers built on asyncio start their workers so.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

CAUSE = "MP105"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "inherit.asyncio-loop": "event loop, in a child of a coroutine",
    "inherit.asyncio-loop:sigint": "SIGINT, in a child of a coroutine",
}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    inherited = method == "fork" and features.asyncio_run_handles_sigint
    return {
        "inherit.asyncio-loop": "none",
        "inherit.asyncio-loop:sigint": "asyncio's handler" if inherited else "default handler",
    }


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import asyncio

    async def main() -> "dict[str, object]":
        found: "dict[str, object]" = cell.start(child)
        return found

    return asyncio.run(main())


def child() -> "dict[str, str]":
    import asyncio
    import signal

    try:
        asyncio.get_running_loop()
        loop = "the parent's"
    except RuntimeError:
        loop = "none"
    default = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    return {
        "inherit.asyncio-loop": loop,
        "inherit.asyncio-loop:sigint": "default handler" if default else "asyncio's handler",
    }
