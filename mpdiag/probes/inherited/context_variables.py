"""Context variables and thread-local values set before a child is started.

Web frameworks, tracing and request logging keep the current request in them.
"""

import contextvars
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = "MP104"
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "inherit.contextvars": "context variable",
    "inherit.contextvars:thread-local": "threading.local value",
}
_COPIED_BY_FORK = {"fork": "changed value", "spawn": "initial value", "forkserver": "initial value"}
EXPECTATION = dict.fromkeys(ROWS, _COPIED_BY_FORK)

variable = contextvars.ContextVar("variable", default="initial value")
local = threading.local()


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    variable.set("changed value")
    local.value = "changed value"
    context_value, local_value = cell.start(child)
    return {"inherit.contextvars": context_value, "inherit.contextvars:thread-local": local_value}


def child() -> "tuple[str, str]":
    return variable.get(), getattr(local, "value", "initial value")
