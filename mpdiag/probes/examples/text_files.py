"""Several large text files read, their words counted, and the counts written.

Log analysis and corpus preparation: one file in, one file out, with pure Python between.
"""

import re
from collections import Counter

from mpdiag.probes.examples.study import contents, study

TYPE_CHECKING = False
if TYPE_CHECKING:
    from multiprocessing.context import BaseContext

    from mpdiag.cell.parent import Cell


def serial(paths: "list[str]") -> "list[str]":
    return [count_words(path) for path in paths]


def parallel(ctx: "BaseContext", paths: "list[str]", workers: int = 4) -> "list[str]":
    with ctx.Pool(workers) as pool:
        return pool.map(count_words, paths)


def count_words(path: str) -> str:
    counts = Counter()  # type: Counter[str]
    with open(path, encoding="utf-8") as text:
        for line in text:
            counts.update(re.findall(r"[a-z']+", line.lower()))
    written = path + ".counts"
    with open(written, "w", encoding="utf-8") as table:
        for word, count in sorted(counts.items()):
            table.write("%s %d\n" % (word, count))
    return written


CAUSE = "MP101"
REVISION = 1
QUICK = False
ROWS = {
    "example.text_files:result": "words of text files counted in parallel",
    "example.text_files:global": "text files: global set by the program",
}
EXPECTATION = {
    "example.text_files:result": dict.fromkeys(("fork", "spawn", "forkserver"), "same as serial"),
    "example.text_files:global": {
        "fork": "changed value",
        "spawn": "initial value",
        "forkserver": "initial value",
    },
}
SCHEDULE = "timed"
KEY = ("serial", "parallel")
BUDGET = {"quick": 0.1, "default": 0.7, "rigorous": 20.0}

setting = "initial value"


def find_setting() -> str:
    return setting


def parent(ctx: "BaseContext", cell: "Cell") -> "dict[str, object]":
    global setting
    setting = "changed value"
    lines, count, workers = {"quick": (1000, 4, 2), "default": (7000, 8, 4), "rigorous": (40000, 8, 4)}[
        cell.effort
    ]
    paths = [make_text(number, lines) for number in range(count)]
    return study(
        cell,
        "example.text_files",
        lambda: contents(serial(paths)),
        lambda ctx: contents(parallel(ctx, paths, workers)),
        find_setting,
    )


def make_text(number: int, lines: int) -> str:
    """Write a text whose words and their frequencies differ from file to file."""
    path = "text%02d.txt" % number
    words = ["".join(chr(97 + (i // 26**k) % 26) for k in range(3)) * 2 for i in range(number, 5000)]
    with open(path, "w", encoding="utf-8") as file:
        for i in range(lines):
            start = i * i % (len(words) - 10)
            file.write(" ".join(words[start : start + 10]).capitalize() + ".\n")
    return path
