"""What the processes of a cell print."""

from __future__ import annotations

import os
import queue
import threading
from contextlib import suppress
from typing import IO

from mpdiag.cell.channel import END_OF_OUTPUT

SECONDS_FOR_OUTPUT = 1.0
TAIL = 12_000
"""Bytes of stderr that are kept."""


class Tail:
    """Reads a stream to its end, so that nobody has to wait for us, and keeps only its end.

    Where several cells share the stream, each ends with the mark END_OF_OUTPUT; so do the stacks of each
    process.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self.begun_at = 0
        """The position at which the output of the present cell begins."""
        self._kept = (0, b"")  # how much was read, and the end of it
        self._ends: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self._thread.start()

    def _read(self, stream: IO[bytes]) -> None:
        with suppress(OSError, ValueError), stream:  # closed by the thread that reads it
            while data := os.read(stream.fileno(), 1 << 16):
                *ended, rest = data.split(END_OF_OUTPUT)
                for part in ended:
                    self._add(part)
                    self._ends.put(self.size)
                self._add(rest)

    def _add(self, data: bytes) -> None:
        size, tail = self._kept
        self._kept = (size + len(data), (tail + data)[-TAIL:])

    @property
    def size(self) -> int:
        """Bytes read so far."""
        return self._kept[0]

    def between(self, start: int, end: int | None) -> str:
        """What was read from one position to another, as far as it is kept, with nothing unprintable."""
        size, tail = self._kept
        kept_from = size - len(tail)
        part = tail[max(0, start - kept_from) : max(0, (size if end is None else end) - kept_from)]
        return printable(part.decode("utf-8", "replace"))[-TAIL:]

    def end_of_cell(self) -> int:
        """The position at which a cell's output ended, which may be read later than its report."""
        self.begun_at = self.next_mark()
        return self.begun_at

    def next_mark(self) -> int:
        """The position of the next mark, when everything before it has been read."""
        try:
            return self._ends.get(timeout=SECONDS_FOR_OUTPUT)
        except queue.Empty:  # the probe has closed its stderr
            return self.size

    def join(self) -> None:
        """Wait for the end of the stream; it comes when the last process of the cell is gone."""
        self._thread.join(SECONDS_FOR_OUTPUT)


def printable(text: str) -> str:
    """`text` with nothing in it that steers a terminal."""
    lines = text.replace("\r\n", "\n")
    return "".join(char if char.isprintable() or char in "\n\t" else repr(char)[1:-1] for char in lines)
