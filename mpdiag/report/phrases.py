"""The sentences around the tables, the same in every format that people read."""

from __future__ import annotations

from mpdiag.explain import pages
from mpdiag.report import figures
from mpdiag.report.style import Detail
from mpdiag.report.summary import Summary
from mpdiag.results.model import Run


def headlines(summary: Summary) -> tuple[str, str]:
    """Where this was, and what came of it."""
    return _where(summary.run), _outcome(summary)


def _where(run: Run) -> str:
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
    return " · ".join(facts)


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
        noisy = ": ratios only" if noise > figures.NOISY else ""
        facts.append(f"noise {100 * noise:.0f} %{noisy}")
    return " · ".join(facts)


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def hints(summary: Summary, detail: Detail) -> list[str]:
    """Commands that tell more."""
    codes = [group.code for group in (*summary.silent, *summary.loud) if group.code in pages.load()]
    found = [f"mpdiag explain {codes[0]}"] if codes else []
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
