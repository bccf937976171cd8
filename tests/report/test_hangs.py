"""Where what hung stands, in the reports for people."""

from __future__ import annotations

from mpdiag.report import markdown, text
from mpdiag.report.hangs import hangs
from mpdiag.report.style import View
from mpdiag.report.summary import Summary
from mpdiag.results.model import Run
from tests.helpers import a_cell, a_run, told

STACKS = """\
Current thread 0x1 (most recent call first):
  File "/usr/lib/python3.13/multiprocessing/queues.py", line 101 in get
  File "/home/user/{name}.py", line 7 in work
"""
ALL = View(detail="all")


def a_hanging_run(**evidence: dict[str, str]) -> Run:
    """One behaviour that hangs, with this evidence by start method."""
    told_here = told("hazards.queue", "get()", **dict.fromkeys(evidence, "hangs"))
    run = a_run(told_here)
    (row,) = run.rows
    cells = [
        a_cell(
            cell.probe,
            cell.method,
            observations=cell.observations,
            evidence={f"{row.id} {process}": text for process, text in evidence[cell.method].items()},
        )
        for cell in run.cells
    ]
    return a_run(told_here, cells=cells)


def test_methods_that_hang_in_the_same_place_share_an_entry() -> None:
    same, other = {"child": STACKS.format(name="one")}, {"child": STACKS.format(name="two")}
    run = a_hanging_run(fork=same, forkserver=other, spawn=same)

    found = hangs(Summary(run))

    assert [(hang.methods, hang.lines) for hang in found] == [
        (["fork", "spawn"], ("child: one.py:7 in work > queues.get",)),
        (["forkserver"], ("child: two.py:7 in work > queues.get",)),
    ]


def test_the_full_report_shows_them() -> None:
    run = a_hanging_run(fork={"child": STACKS.format(name="one")})

    shown = text.render(run, ALL)

    assert "hangs, and where they stand\n  get() (fork)\n    child: one.py:7 in work" in shown
    assert "where they stand" not in text.render(run, View())


def test_what_a_file_says_cannot_break_the_markdown() -> None:
    run = a_hanging_run(fork={"child": STACKS.format(name="<b>\x1b[31m@you")})

    shown = markdown.render(run, ALL)

    assert "<b>" not in shown
    assert "\x1b" not in shown
    assert "@you" not in shown


def test_a_run_without_hangs_has_no_such_section() -> None:
    run = a_run(told("inherited.globals", "global", fork="changed", spawn="initial"))

    assert hangs(Summary(run)) == []
    assert "where they stand" not in text.render(run, ALL) + markdown.render(run, ALL)
