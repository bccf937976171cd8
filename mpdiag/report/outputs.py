"""Where each report goes: `--format FMT[=FILE]`, checked before anything is measured."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs
import psutil

from mpdiag import errors
from mpdiag.report.style import Detail, View, view_of
from mpdiag.results import store
from mpdiag.results.model import Run

FORMATS = ("text", "markdown", "json")
"""Each has a module of its name in this folder, with `render(run, view)` and `render_several(runs, view)`."""

CUT_OFF = "cut-off.journal"


@dataclass(frozen=True, kw_only=True)
class Output:
    """One report: its format, and its file; None is stdout."""

    format: str
    path: Path | None


def parse(wanted: Sequence[str]) -> list[Output]:
    """Read `FMT[=FILE]` words. Raises UsageError, and OutputError for a file that cannot be written."""
    outputs = []
    for word in wanted:
        name, _, path = word.partition("=")
        if name not in FORMATS:
            raise errors.unknown("format", name, FORMATS, f"There are {', '.join(FORMATS)}.")
        if "=" in word and not path:
            raise errors.UsageError(f"--format {word} names no file; leave the '=' out to write to stdout.")
        outputs.append(Output(format=name, path=Path(path) if path else None))
    if sum(output.path is None for output in outputs) > 1:
        raise errors.UsageError(
            "only one --format can go to stdout; give the others a file: --format json=run.json"
        )
    for output in outputs:
        if output.path is not None:
            _check_writable(output.path)
    return outputs


def write(runs: Sequence[Run], outputs: Sequence[Output], *, detail: Detail, verbose: bool) -> None:
    """Write every report. One that fails does not keep the others from being written."""
    failed: list[str] = []
    for output in sorted(outputs, key=lambda output: output.path is None):
        renderer = importlib.import_module(f"mpdiag.report.{output.format}")
        if output.path is None:
            text = _rendered(renderer, runs, view_of(sys.stdout, detail=detail, verbose=verbose))
            # JSON is UTF-8 whatever the locale; the others keep to what this stdout can print.
            encoding = "utf-8" if output.format == "json" else sys.stdout.encoding or "utf-8"
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode(encoding, "backslashreplace"))
            sys.stdout.flush()
            continue
        try:
            text = _rendered(renderer, runs, View(detail=detail, verbose=verbose))
            store.replace_file(output.path, text.encode())
        except OSError as error:
            failed.append(f"{output.path} ({error.strerror or error})")
    if failed:
        raise errors.OutputError(f"could not write {', '.join(failed)}; the other reports are written.")


def _rendered(renderer: Any, runs: Sequence[Run], view: View) -> str:
    text: str = renderer.render(runs[0], view) if len(runs) == 1 else renderer.render_several(runs, view)
    return text


def journal_beside(outputs: Sequence[Output]) -> Path | None:
    """Where the finished cells are kept while the run goes on; None where nothing can be written.

    Beside the JSON file that was asked for, else in the user's cache folder. Tells on stderr of a run
    that was killed and has left its cells there.
    """
    for output in outputs:
        if output.format == "json" and output.path is not None:
            return output.path.with_name(f"{output.path.name}.unfinished")
    folder = platformdirs.user_cache_path("mpdiag", appauthor=False)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in folder.glob("*.unfinished"):
            if not _is_written(file):
                file.replace(folder / CUT_OFF)  # told of once; the last one is kept
                print(
                    f"mpdiag: a run was cut off; see it by: mpdiag report --from {folder / CUT_OFF}",
                    file=sys.stderr,
                )
        if os.access(folder, os.W_OK):
            return folder / f"{os.getpid()}.unfinished"
    except OSError:
        pass  # a read-only home: then a run that is killed is lost
    return None


def _is_written(journal: Path) -> bool:
    """Whether the run that it belongs to is still at work."""
    return journal.stem.isdecimal() and psutil.pid_exists(int(journal.stem))


def _check_writable(path: Path) -> None:
    """Open the file for writing without changing it."""
    existed = path.exists()
    try:
        with open(path, "ab"):
            pass
    except OSError as error:
        raise errors.OutputError(
            f"cannot write {path}: {error.strerror or error}. Nothing was measured."
        ) from None
    if not existed:
        path.unlink()
