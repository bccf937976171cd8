"""Whether the receiver of a descriptor acknowledges it.

Sockets and pipes reach another process this way. Two Pythons that do not agree cannot exchange them.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features

REVISION = 1
SCHEDULE = "shared"
ROWS = {"os-only.macos-fd-acks": "descriptor sent over a Unix socket"}


def expectation(method: str, features: "Features") -> "dict[str, object]":
    if features.windows:
        return dict.fromkeys(ROWS)
    word = "acknowledged" if features.acknowledges_descriptors else "not acknowledged"
    return {"os-only.macos-fd-acks": word}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    """Put an acknowledgement there before it is due: a sender that waits for one takes it away."""
    import socket
    from multiprocessing import reduction

    from mpdiag.cell.parent import Unavailable

    if not hasattr(reduction, "sendfds"):
        raise Unavailable("handles are duplicated here, not sent")
    ours, theirs = socket.socketpair(socket.AF_UNIX)
    with ours, theirs:
        theirs.send(b"A")
        reduction.sendfds(ours, [0])
        ours.setblocking(False)
        try:
            taken = ours.recv(1) != b"A"
        except BlockingIOError:
            taken = True
    return {"os-only.macos-fd-acks": "acknowledged" if taken else "not acknowledged"}
