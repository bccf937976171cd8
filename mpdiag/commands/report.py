"""Run every probe under every start method, and tabulate what differs and why.

PROBE is a probe, a subject or a glob, such as inherited.globals, memory or 'inherit*'; all, if none
is given. 'mpdiag list' shows them.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mpdiag import config, errors
from mpdiag.results.model import METHODS, Run


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `mpdiag report`."""
    what = parser.add_argument_group("what to observe")
    what.add_argument("probes", nargs="*", metavar="PROBE", help="a probe, a subject or a glob")
    what.add_argument(
        "-m",
        "--method",
        action="append",
        dest="methods",
        metavar="METHOD",
        help=f"a start method: {', '.join(METHODS)} (may be repeated; default: all)",
    )
    what.add_argument(
        "--python",
        action="append",
        metavar="EXE",
        help="the interpreter to observe: any CPython from 3.8 on (repeated: side by side, changes first)",
    )
    effort = what.add_mutually_exclusive_group()
    for name, meaning in (
        ("quick", "smaller data, coarser figures"),
        ("rigorous", "until the figures stand within 5 %%"),
    ):
        effort.add_argument(f"--{name}", action="store_const", dest="effort", const=name, help=meaning)
    what.add_argument(
        "--jobs", type=_positive_int, metavar="N", help="cells that only look, at once (default: cores)"
    )
    what.add_argument(
        "--timeout", type=_positive_float, metavar="S", help="seconds for each cell, instead of its own limit"
    )
    how = parser.add_argument_group("how to tell it")
    how.add_argument("--all", action="store_true", default=None, help="every behaviour and every figure")
    how.add_argument(
        "--format",
        action="append",
        metavar="FMT[=FILE]",
        help="text (default), markdown or json; may be repeated, one of them without a file",
    )
    how.add_argument(
        "--from", dest="source", metavar="FILE", help="tell of the run in this JSON file; observe nothing"
    )
    how.add_argument("-q", "--quiet", action="store_true", help="no progress on stderr")
    how.add_argument("-v", "--verbose", action="store_true", help="also how the run itself went")
    how.add_argument("--exit-zero", action="store_true", help="exit with 0 also where there are findings")


def run(options: argparse.Namespace) -> int:
    """Observe, write the reports, return the exit code."""
    from mpdiag.report import outputs

    settings = config.load(Path.cwd())
    outs = outputs.parse(_choice(options, settings, "format", ["text"]))
    journal = None
    if options.source:
        from mpdiag.results import store

        runs = store.read(options.source)
    else:
        journal = outputs.journal_beside(outs)
        runs = _observe(options, settings, journal)
    outputs.write(
        runs,
        outs,
        detail="all" if _choice(options, settings, "all", False) else "first screen",
        verbose=options.verbose,
    )
    if journal:
        # Only now: a run that could not be written can still be told of from there.
        journal.unlink(missing_ok=True)
    if any(run.interrupted for run in runs) and not options.source:
        cells = sum(len(run.cells) for run in runs)
        print(f"mpdiag: interrupted; what was finished is shown ({cells} cells)", file=sys.stderr)
        return errors.INTERRUPTED
    return errors.NOTHING_TO_REPORT if options.exit_zero else exit_code(runs)


def exit_code(runs: Sequence[Run]) -> int:
    """1 for a surprise, a crash or a time-out; 3 where a probe failed or a run saw nothing; else 0."""
    cells = [cell for run in runs for cell in run.cells]
    outcomes = {cell.outcome for cell in cells}
    if any(cell.verdict == "surprise" for cell in cells) or outcomes & {"crashed", "timed-out"}:
        return errors.FINDINGS
    blind = any(all(cell.outcome != "observed" for cell in run.cells) for run in runs)
    return errors.MeasureError.exit_code if blind or "harness-error" in outcomes else errors.NOTHING_TO_REPORT


def _observe(options: argparse.Namespace, settings: Mapping[str, Any], journal: Path | None) -> list[Run]:
    from mpdiag.observe import EFFORTS, Wishes, observe
    from mpdiag.progress import Progress

    methods = tuple(dict.fromkeys(_choice(options, settings, "methods", METHODS)))
    effort = _choice(options, settings, "effort", "default")
    for kind, chosen, known in (("start method", methods, METHODS), ("effort", (effort,), EFFORTS)):
        for name in chosen:
            if name not in known:
                raise errors.unknown(kind, name, known, f"There are {', '.join(known)}.")
    wishes = Wishes(
        probes=tuple(_choice(options, settings, "probes", ())),
        methods=methods,
        pythons=tuple(options.python or [settings.get("python")]),
        effort=effort,
        jobs=_choice(options, settings, "jobs", os.cpu_count() or 1),
        timeout=_choice(options, settings, "timeout", None),
    )
    return observe(wishes, Progress.on_stderr(quiet=options.quiet), journal=journal)


def _choice(options: argparse.Namespace, settings: Mapping[str, Any], name: str, usual: Any) -> Any:
    """What the command line says, else the user's settings, else the usual."""
    given = getattr(options, name)
    return settings.get(name, usual) if given is None or given == [] else given


def _positive_int(text: str) -> int:
    return int(_positive_float(str(int(text))))


def _positive_float(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise ValueError
    return value


# argparse names the type in its message: "invalid positive number value: '0'".
_positive_int.__name__ = "positive whole number"
_positive_float.__name__ = "positive number"
