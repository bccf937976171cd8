"""`python -m mpdiag.runner.warden RUN_ID FOLDER`: cleans up after a supervisor that was killed.

It waits for its standard input to end. A supervisor that ends by itself says so first, and
then there is nothing to do; one that was killed cannot.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DONE = b"done\n"


class Warden:
    """The supervisor's side: starts the warden; the end of the `with` block dismisses it."""

    def __init__(self, run_id: str, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "mpdiag.runner.warden", run_id, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Out of reach of the terminal's Ctrl-C and hang-up.
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            cwd=Path(__file__).parents[2],
        )

    def __enter__(self) -> Warden:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            # Everything has been cleaned up.
            self._process.communicate(DONE, timeout=10)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()


def main(run_id: str, folder: str) -> None:
    """Wait; then end all processes of the run, and remove its folder."""
    if sys.stdin.buffer.read() == DONE:
        return
    # Imported only now: a warden that is not needed should cost next to nothing.
    from mpdiag.runner.processes import Population
    from mpdiag.runner.scratch import remove

    Population(run_id).end(run_id)
    remove(Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
