"""An open sqlite3 connection of the parent.

Programs that keep their connection in a global or hand it to workers rely on this. That a
query in a forked child succeeds does not make it safe: SQLite forbids it, since both
processes then believe that they hold the file's locks (sqlite.org, "How To Corrupt").
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from multiprocessing.context import BaseContext
    from typing import Optional

    from mpdiag.cell.parent import Cell

CAUSE = {"inherit.sqlite": "MP109", "inherit.sqlite:argument": "MP202"}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "inherit.sqlite": "sqlite3 connection in a global",
    "inherit.sqlite:argument": "sqlite3 connection as an argument",
}
EXPECTATION = {
    "inherit.sqlite": {"fork": "works, unsafe", "spawn": "not there", "forkserver": "not there"},
    "inherit.sqlite:argument": {
        "fork": "works, unsafe",
        "spawn": "raises TypeError in start()",
        "forkserver": "raises TypeError in start()",
    },
}

connection: "Optional[sqlite3.Connection]" = None


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    global connection
    from mpdiag.cell.parent import Unavailable

    try:
        import sqlite3
    except ImportError:
        raise Unavailable("this Python was built without sqlite3") from None

    connection = sqlite3.connect("data.sqlite")
    try:
        with connection:
            connection.execute("create table words as select 'word' as word")
        return {
            "inherit.sqlite": cell.attempt(query_global),
            "inherit.sqlite:argument": cell.attempt(query, connection),
        }
    finally:
        connection.close()


def query_global() -> str:
    return "not there" if connection is None else query(connection)


def query(connection: "sqlite3.Connection") -> str:
    rows = connection.execute("select word from words").fetchall()
    return "works, unsafe" if rows == [("word",)] else "fails: other rows"
