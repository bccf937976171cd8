"""Is a report the same every time? `python -m tests.stability [--runs N] [--busy] [-- REPORT OPTION ...]`.

Runs `mpdiag report` again and again, and compares the outcome, the observations and the verdict of every
cell with those of the first run. With --busy every core has something else to do meanwhile. Only figures may
vary; how much is said. Exit code 0 if nothing else did and nothing was a surprise, otherwise 1.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mpdiag.report.costs import costs
from mpdiag.report.figures import figure
from mpdiag.results import store
from mpdiag.results.model import Cell, Run

ROOT = Path(__file__).parents[2]
BURN = "while True: pass"


def main() -> int:
    options = _parser().parse_args()
    runs: list[Run] = []
    differing = 0
    with tempfile.TemporaryDirectory() as folder, _burners(os.cpu_count() or 1 if options.busy else 0):
        for number in range(1, options.runs + 1):
            begun = time.monotonic()
            run = _report(Path(folder) / "run.json", options.report)
            runs.append(run)
            news = [*_surprises(run), *_changes(runs[0], run)]
            differing += bool(news)
            print(
                f"run {number} of {options.runs}: {time.monotonic() - begun:.0f} s, {len(run.cells)} cells, "
                f"{'; '.join(news) or 'the same observations, no surprise'}",
                flush=True,
            )
    for line in _spreads(runs):
        print(line)
    where = " on a busy machine" if options.busy else ""
    print(f"{options.runs - differing} of {options.runs} runs agree{where}")
    return 1 if differing else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.stability", description=__doc__)
    parser.add_argument("--runs", type=int, default=20, metavar="N", help="how many times (default: 20)")
    parser.add_argument("--busy", action="store_true", help="keep every core busy with something else")
    parser.add_argument("report", nargs="*", metavar="REPORT OPTION", help="for mpdiag report; after --")
    return parser


@contextmanager
def _burners(count: int) -> Iterator[None]:
    """So many processes that do nothing but use a core."""
    burners = [subprocess.Popen([sys.executable, "-c", BURN]) for _ in range(count)]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


def _report(result: Path, options: Sequence[str]) -> Run:
    command = [
        sys.executable,
        "-m",
        "mpdiag",
        "report",
        "-q",
        "--exit-zero",
        f"--format=json={result}",
        *options,
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    (run,) = store.read(result)
    return run


def _surprises(run: Run) -> Iterator[str]:
    for cell in run.cells:
        if cell.verdict == "surprise":
            yield f"{cell.id} is a surprise: {_unexpected(cell)}"
        elif cell.outcome not in ("observed", "unavailable"):
            yield f"{cell.id} is {cell.outcome}: {cell.reason}"


def _unexpected(cell: Cell) -> dict[str, object]:
    return {
        name: value for name, value in cell.observations.items() if cell.expected.get(name, value) != value
    }


def _changes(first: Run, run: Run) -> list[str]:
    """What is not as in the first run. A value that may be one of several is compared too."""
    known = {cell.id: cell for cell in first.cells}
    found = [f"{name} is missing" for name in known.keys() - {cell.id for cell in run.cells}]
    for cell in run.cells:
        before = known.get(cell.id)
        if before is None:
            found.append(f"{cell.id} is new")
        elif cell.outcome != before.outcome:
            found.append(f"{cell.id} is {cell.outcome}, was {before.outcome}")
        else:
            names = cell.observations.keys() | before.observations.keys()
            found += [
                f"{cell.id} {name}: {cell.observations.get(name)!r}, was {before.observations.get(name)!r}"
                for name in sorted(names)
                if cell.observations.get(name) != before.observations.get(name)
            ]
    return found


def _spreads(runs: Sequence[Run]) -> Iterator[str]:
    """How much the figures of the first screen vary from run to run."""
    found: dict[str, list[float]] = {}
    for run in runs:
        for cost in costs(run, absolute=True):
            for method, median in cost.medians.items():
                found.setdefault(f"{cost.label}, {method}", []).append(median)
    for label, medians in found.items():
        low, high = min(medians), max(medians)
        unit = "byte" if high > 1000 else "s"
        yield f"{label}: {figure(low, unit)} to {figure(high, unit)}"  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
