"""A client whose key is not the listener's.

Managers and programs on several machines share an authkey; each program has another by default.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any, Callable

    from mpdiag.cell.parent import Cell

REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "ipc.auth-failure": "Client() with another key",
    "ipc.auth-failure:listener": "Listener.accept() of that client",
    "ipc.auth-failure:text": "key that is text",
}
_REFUSED = dict.fromkeys(("fork", "spawn", "forkserver"), "raises AuthenticationError")
EXPECTATION = {
    "ipc.auth-failure": _REFUSED,
    "ipc.auth-failure:listener": _REFUSED,
    "ipc.auth-failure:text": dict.fromkeys(_REFUSED, "raises TypeError"),
}
PATIENCE = 10.0


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """The listener is in a thread: each side waits for the other."""
    import threading
    from multiprocessing.connection import Client, Listener

    accepted = ["hangs"]
    with Listener(authkey=b"one") as listener:
        thread = threading.Thread(target=lambda: accepted.append(_outcome(listener.accept)), daemon=True)
        thread.start()
        wrong = _outcome(Client, listener.address, authkey=b"another")
        thread.join(PATIENCE)
        text = _outcome(Client, listener.address, authkey="one")
    return {
        "ipc.auth-failure": wrong,
        "ipc.auth-failure:listener": accepted[-1],
        "ipc.auth-failure:text": text,
    }


def _outcome(call: "Callable[..., Any]", *args: object, **options: object) -> str:
    try:
        call(*args, **options).close()
    except Exception as error:
        return "raises " + type(error).__name__
    return "connected"
