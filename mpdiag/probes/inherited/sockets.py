"""A socket object as an argument of a child.

Servers that accept in the parent and answer in a worker rely on this.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    import socket
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell

CAUSE = {"inherit.sockets-as-args:blocking": "MP114"}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "inherit.sockets-as-args": "socket as argument",
    "inherit.sockets-as-args:blocking": "non-blocking socket as argument",
}
EXPECTATION = {
    "inherit.sockets-as-args": {"fork": "works", "spawn": "works", "forkserver": "works"},
    "inherit.sockets-as-args:blocking": {
        "fork": "non-blocking",
        "spawn": "blocking",
        "forkserver": "blocking",
    },
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    import socket

    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.setblocking(False)
        blocking = cell.attempt(child, theirs)
        ours.settimeout(1)
        try:
            arrived = ours.recv(len(GREETING)) == GREETING
        except OSError:
            arrived = False
    return {
        "inherit.sockets-as-args": "works" if arrived else "nothing arrives",
        "inherit.sockets-as-args:blocking": blocking,
    }


GREETING = b"hello"


def child(connection: "socket.socket") -> str:
    with connection:
        connection.send(GREETING)
        return "blocking" if connection.getblocking() else "non-blocking"
