"""The sentences around the tables, the same in every format that people read."""

from __future__ import annotations

from collections.abc import Sequence

from mpdiag.explain import pages
from mpdiag.report import figures
from mpdiag.report.changes import Changes
from mpdiag.report.style import Detail
from mpdiag.report.summary import Summary
from mpdiag.results.model import Run


def headlines(summary: Summary) -> tuple[str, str]:
    """Where this was, and what came of it."""
    outcome = _outcome(summary)
    noisy = figures.noisy(summary.run.yardstick)
    return " · ".join(_where(summary.run)), f"{outcome}: ratios only" if noisy else outcome


def headlines_of(changes: Changes) -> list[str]:
    """Where several interpreters were observed, and what came of each."""
    summaries = [column.summary for column in changes.columns.values()]
    tool, _, machine, _ = _where(summaries[0].run)
    changed = len({(row.row.id, row.variant) for row in changes.changed})
    lines = [f"{tool} · {machine} · {len(summaries)} interpreters · {_number(changed, 'behaviour')} changed"]
    for title, summary in zip(changes.columns, summaries, strict=True):
        default = summary.run.environment.multiprocessing.default
        lines.append(f"{title}: default {default} · {_outcome(summary)}")
    return lines


def caution(changes: Changes) -> str:
    """How far the times of several interpreters can be compared; empty where no time was measured."""
    found = [figures.noise(column.summary.run.yardstick) for column in changes.columns.values()]
    noise = max((one for one in found if one is not None), default=None)
    if noise is None:
        return ""
    return (
        f"times: measured in turns; the machine scatters by {100 * noise:.0f} %, smaller changes mean little"
    )


def _where(run: Run) -> list[str]:
    python, platform = run.environment.python, run.environment.platform
    name = {"cpython": "CPython", "pypy": "PyPy"}.get(python.implementation.lower(), python.implementation)
    cores = run.environment.limits.cpus_usable
    facts = [
        f"{run.tool.name} {run.tool.version}",
        f"{name} {python.version}{'' if python.gil else ' free-threaded'}{' debug' if python.debug else ''}",
        f"{platform.system} {platform.machine}, {cores} {'core' if cores == 1 else 'cores'}",
        f"default start method {run.environment.multiprocessing.default}",
    ]
    if platform.wine:
        facts[2] += f" (Windows CPython under Wine {platform.wine})"
    if platform.container:
        facts[2] += f" in {platform.container}"
    return facts


FAILED = ("crashed", "timed-out", "harness-error")
"""Outcomes in which something should have been seen, and was not."""


def _outcome(summary: Summary) -> str:
    run = summary.run
    methods = len(summary.methods) - len(summary.absent)
    size = f"{_number(len(summary.behaviours), 'behaviour')} × {_number(methods, 'method')}"
    facts = [f"{size} in {figures.figure(run.duration_s, 's')}"]
    if run.interrupted:
        facts = [f"interrupted after {figures.figure(run.duration_s, 's')}: {size} so far"]
    if summary.surprises:
        facts.append(f"{len(summary.surprises)} not as expected")
    elif any(cell.verdict for cell in run.cells):
        failed = sum(cell.outcome in FAILED for cell in run.cells)
        facts.append(f"as expected, but {failed} cells failed" if failed else "everything as expected")
    facts.append(f"{len(summary.differing)} differ")
    noise = figures.noise(run.yardstick)
    if noise is not None:
        facts.append(f"noise {100 * noise:.0f} %")
    return " · ".join(facts)


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def hints(summary: Summary, detail: Detail) -> list[str]:
    """Commands that tell more."""
    return _hints([group.code for group in (*summary.silent, *summary.loud)], detail)


def hints_of(changes: Changes, detail: Detail) -> list[str]:
    """Commands that tell more about what changes between interpreters."""
    return _hints([row.row.cause or "" for row in changes.changed], detail)


def _hints(codes: Sequence[str], detail: Detail) -> list[str]:
    code = next((code for code in codes if code in pages.load()), None)
    found = [f"mpdiag explain {code}"] if code else []
    return found if detail == "all" else [*found, "mpdiag report --all"]


def left_out(run: Run) -> str:
    """What this run did not try, because it was to be quick; empty where it tried all."""
    if not run.options.left_out:
        return ""
    return f"left out by --{run.options.effort}: {_number(run.options.left_out, 'probe')}"


def absence(summary: Summary) -> str:
    """Why some columns are in brackets; empty where none is."""
    if not summary.absent:
        return ""
    verb = "does" if len(summary.absent) == 1 else "do"
    return f"(in brackets): expected, not observed: {' and '.join(summary.absent)} {verb} not exist here"
