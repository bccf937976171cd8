"""Text files gone wrong: an open output file, and a setting kept in a global.

One table for all results is opened first, and options from the command line go into globals.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext
    from typing import TextIO

    from mpdiag.cell.parent import Cell

shortest_word = 1


def count_words(path: str) -> int:
    with open(path, encoding="utf-8") as text:
        return sum(len(word) >= shortest_word for word in text.read().split())


def write_count(table: "TextIO", path: str) -> None:
    table.write("%s %d\n" % (path, count_words(path)))


CAUSE = {
    "example.text_files:mistake-output-file": "MP202",
    "example.text_files:mistake-global-setting": "MP101",
}
REVISION = 1
SCHEDULE = "shared"
ROWS = {
    "example.text_files:mistake-output-file": "text files: open output file handed over",
    "example.text_files:mistake-global-setting": "text files: option kept in a global",
}
EXPECTATION = {
    # A forked child ends without flushing files that are still open.
    "example.text_files:mistake-output-file": {
        "fork": "text lost",
        "spawn": "raises TypeError in start()",
        "forkserver": "raises TypeError in start()",
    },
    "example.text_files:mistake-global-setting": {
        "fork": "changed value",
        "spawn": "initial value",
        "forkserver": "initial value",
    },
}


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    global shortest_word
    with open("text.txt", "w", encoding="utf-8") as text:
        text.write("a text of short and long words")
    shortest_word = 5
    counted = cell.start(count_words, "text.txt")

    # Last: on Windows a child whose start() failed exists, and may read the next one's pipe.
    with open("table.txt", "w", encoding="utf-8") as table:
        failure = cell.attempt(write_count, table, "text.txt")
    with open("table.txt", encoding="utf-8") as table:
        written = "works" if table.read().startswith("text.txt ") else "text lost"
    return {
        "example.text_files:mistake-output-file": failure or written,
        "example.text_files:mistake-global-setting": {2: "changed value", 7: "initial value"}.get(
            counted, "%d words" % counted
        ),
    }
