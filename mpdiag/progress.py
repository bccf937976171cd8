"""What is going on, on stderr: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS_BETWEEN_LINES = 10.0


class Progress:
    """Says nothing; the base of those that do. Told which cell begins, and that one more has ended."""

    @staticmethod
    def on_stderr(*, quiet: bool) -> Progress:
        """The kind of progress that suits this stderr."""
        if quiet:
            return Progress()
        return _Bar() if sys.stderr.isatty() else _Lines()

    @contextmanager
    def of(self, total: int) -> Iterator[None]:
        """The time in which `total` cells are run."""
        yield

    def began(self, cell: str) -> None:
        """Cell `cell` has begun. May be called from any thread."""

    def ended(self) -> None:
        """One more cell has ended."""


class _Lines(Progress):
    """A line every ten seconds, for logs."""

    @contextmanager
    def of(self, total: int) -> Iterator[None]:
        self._total = total
        self._done = 0
        self._cell = ""
        self._next = time.monotonic() + SECONDS_BETWEEN_LINES
        yield

    def began(self, cell: str) -> None:
        self._cell = cell

    def ended(self) -> None:
        self._done += 1
        if time.monotonic() > self._next:
            print(
                f"mpdiag: {self._done} of {self._total} cells, now {self._cell}", file=sys.stderr, flush=True
            )
            self._next = time.monotonic() + SECONDS_BETWEEN_LINES


class _Bar(Progress):
    @contextmanager
    def of(self, total: int) -> Iterator[None]:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Rich

        columns = (
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
        )
        # Each refresh takes the processor away from what is being measured.
        with Rich(*columns, console=Console(stderr=True), transient=True, refresh_per_second=2) as self._rich:
            self._task = self._rich.add_task("", total=total)
            yield

    def began(self, cell: str) -> None:
        self._rich.update(self._task, description=cell)

    def ended(self) -> None:
        self._rich.advance(self._task)
