"""Sockets, event loops and database connections sent to a child and back.

Servers that hand an accepted connection to a worker rely on this.
"""

from mpdiag.cell.kinds import Kind, causes, expected, rows
from mpdiag.cell.travel import travel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import Any

    from mpdiag.cell.parent import Cell
    from mpdiag.features import Features


def sock() -> "Any":
    import socket

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    return listening


def socket_file() -> "Any":
    with sock() as listening:
        return listening.makefile("rb")


def encryption() -> "Any":
    import ssl

    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def selector() -> "Any":
    import selectors

    return selectors.DefaultSelector()


def event_loop() -> "Any":
    import asyncio

    return asyncio.new_event_loop()


def database() -> "Any":
    import sqlite3

    return sqlite3.connect(":memory:")


def program() -> "Any":
    import subprocess
    import sys

    process = subprocess.Popen([sys.executable, "-S", "-c", ""])
    process.wait()
    return process


def local_error(features: "Features") -> str:
    return features.local_object_error  # the first that pickle meets in a loop is a WeakSet's function


def selector_error(features: "Features") -> "str | None":
    return "TypeError" if features.selector_holds_descriptor else None


REVISION = 1
QUICK = False
DEADLINE = 60
SCHEDULE = "shared"
FACT = "pickle.network-objects"
KINDS = {
    "socket": Kind(sock, lambda item: item.getsockname()[1] > 0, None, FACT),
    "socket file": Kind(socket_file, lambda item: item.readable(), "TypeError", FACT),
    "SSL context": Kind(encryption, lambda item: item.check_hostname, "TypeError", FACT),
    "selector": Kind(selector, lambda item: len(item.get_map()) == 0, selector_error, FACT),
    "event loop": Kind(event_loop, lambda item: not item.is_running(), local_error, FACT),
    "sqlite connection": Kind(
        database, lambda item: item.execute("select 1").fetchone() == (1,), "TypeError"
    ),
    "subprocess": Kind(program, lambda item: item.returncode == 0, "TypeError"),
}
ROWS = rows(KINDS, {FACT: "network objects as arguments"})
CAUSE = causes(KINDS, {FACT: "MP202"})


def expectation(method: str, features: "Features") -> "dict[str, object]":
    return expected(KINDS, method, features)


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    return travel(cell, __name__)
