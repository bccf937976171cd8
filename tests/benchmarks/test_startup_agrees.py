"""Our figures of a later child agree with a script that somebody writes by hand to measure the same."""

from __future__ import annotations

import ast
import multiprocessing
import os
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from mpdiag.probes.startup import later_child

ROUNDS = {"fork": 400, "forkserver": 150, "spawn": 75}
WITHIN = 0.05
ATTEMPTS = 3  # two sessions differ by their own luck (layout, neighbours); see the spread of attempts
ROOT = Path(__file__).parents[2]

# As light as ours: a script is compiled again in every child, 20 us for each of its lines.
BY_HAND = """\
import time


def stamp(path):
    now = time.perf_counter()
    with open(path, "wb") as file:
        file.write(b"%.9f" % now)


def nothing():
    pass


if __name__ == "__main__":
    import measure

    measure.main(stamp, nothing)
"""

MEASURE = """\
import multiprocessing
import sys
import time


def main(stamp, nothing):
    multiprocessing.set_start_method(sys.argv[1])
    for _ in range(2):
        timed(stamp, "stamp")
    print("ready", flush=True)
    while (order := sys.stdin.buffer.raw.read(1)) != b"s":
        if order == b"f":
            begun, _ = timed(stamp, "stamp")
            print(float(open("stamp").read()) - begun, flush=True)
        else:
            begun, joined = timed(nothing)
            print(joined - begun, flush=True)


def timed(target, *args):
    process = multiprocessing.Process(target=target, args=args)
    begun = time.perf_counter()
    process.start()
    process.join()
    return begun, time.perf_counter()
"""


class Program:
    """A program that starts one child for each character that it reads, until an "s"."""

    def __init__(self, folder: Path, source: str, *arguments: str) -> None:
        (folder / "main.py").write_text(source)
        self._process = subprocess.Popen(
            [sys.executable, "main.py", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )

    def line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().decode().rstrip()

    def order(self, order: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(order)

    def end(self) -> None:
        self._process.communicate(b"s", timeout=30)
        assert self._process.returncode == 0


class ByHand(Program):
    """The script above."""

    def __init__(self, folder: Path, method: str) -> None:
        (folder / "measure.py").write_text(MEASURE)
        super().__init__(folder, BY_HAND, method)
        assert self.line() == "ready"

    def measure(self, name: str) -> float:
        self.order({"first line": b"f", "start to join": b"j"}[name])
        return float(self.line())


class OurCell(Program):
    """The probe `startup.later_child`, as the supervisor runs it."""

    def __init__(self, folder: Path, method: str) -> None:
        guard = 'if __name__ == "__main__":\n    from mpdiag.cell.parent import main\n    main()\n'
        super().__init__(folder, later_child.MAIN + guard, "startup.later_child", method, "--supervised")
        assert ast.literal_eval(self.line()) == {"round": True}

    def measure(self, name: str) -> float:
        self.order(b"g")
        samples = ast.literal_eval(self.line())["samples"]
        return float({known: value for known, _, value in samples}[name])


@pytest.mark.timeout(600)
@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_later_child_takes_as_long_as_by_hand(method: str, tmp_path: Path) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} here")
    attempts = []
    for number in range(ATTEMPTS):
        attempts.append(_ratios(tmp_path / str(number), method))
        print(method, {name: f"{ratio:.3f}" for name, ratio in attempts[-1].items()})
    for name in attempts[0]:
        ratio = statistics.median(attempt[name] for attempt in attempts)
        assert ratio == pytest.approx(1, abs=WITHIN), f"{name}, {attempts}"


def _ratios(folder: Path, method: str) -> dict[str, float]:
    """Median of the rounds' own ratios, ours to theirs; who comes first changes from round to round."""
    for name in ("ours", "by hand"):
        (folder / name).mkdir(parents=True)
    ours, theirs = OurCell(folder / "ours", method), ByHand(folder / "by hand", method)
    ratios: dict[str, list[float]] = {"first line": [], "start to join": []}
    for number in range(ROUNDS[method]):
        for name, values in ratios.items():
            if number % 2:
                measured, reference = ours.measure(name), theirs.measure(name)
            else:
                reference, measured = theirs.measure(name), ours.measure(name)
            values.append(measured / reference)
    ours.end()
    theirs.end()
    return {name: statistics.median(values) for name, values in ratios.items()}
