"""The folder in which everything of one run happens, and which goes away with it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path
from types import TracebackType

import mpdiag
from mpdiag.errors import OutputError

OBSERVED_SIDE = ("__init__.py", "cell", "probes")
"""All of mpdiag that an observed process can import, even by accident."""

LONGEST_BASE = 40
"""Characters. A manager's socket adds about 50; a socket's path may have 104 on macOS, 108 on Linux."""

SECONDS_TO_LET_GO = 2.0
"""On Windows, a process that was ended holds its current folder a little longer."""


class Scratch:
    """`library` holds a copy of the observed side; `folder()` makes an empty one for a cell.

    The copy makes it possible to observe an interpreter in which nothing is installed, without
    showing it the packages of this one.
    """

    def __init__(self) -> None:
        try:
            self.path = Path(tempfile.mkdtemp(prefix="mpdiag-", dir=_base())).resolve()
        except OSError as error:
            raise OutputError(
                f"no temporary folder can be made ({error.strerror or error}). "
                "Set TMPDIR to a folder that can be written to."
            ) from None
        self.library = self.path / "lib"
        self._made = 0
        source = Path(mpdiag.__file__).parent
        for name in OBSERVED_SIDE:
            target = self.library / "mpdiag" / name
            if (source / name).is_dir():
                shutil.copytree(source / name, target, copy_function=_copy)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                _copy(source / name, target)

    def folder(self) -> Path:
        """An empty folder, its name short because sockets will lie in it."""
        self._made += 1
        folder = self.path / f"c{self._made}"
        folder.mkdir()
        return folder

    def __enter__(self) -> Scratch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        remove(self.path)


def remove(folder: Path) -> None:
    """Remove a folder with all in it, also what a cell has made unreadable."""

    def make_writable(function: object, path: str, _: object) -> None:
        try:
            os.chmod(os.path.dirname(path), 0o700)
            os.chmod(path, 0o700)
            if os.path.isdir(path) and not os.path.islink(path):
                os.rmdir(path)
            else:
                os.unlink(path)
        except OSError:
            pass  # on Windows, still open in a process that is about to end

    until = time.monotonic() + SECONDS_TO_LET_GO
    shutil.rmtree(folder, onerror=make_writable)
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.05)
        shutil.rmtree(folder, onerror=make_writable)


def _copy(source: str | Path, target: str | Path) -> None:
    """Copy a file with its time, so that what was compiled from it is still good.

    Not by copy2, which needs what Wine lacks (CopyFile2) from 3.12 on.
    """
    shutil.copyfile(source, target)
    shutil.copystat(source, target)


def _base() -> str | None:
    """The system's temporary folder, or /tmp where its path is too long for sockets below it."""
    usual = tempfile.gettempdir()
    if len(usual) > LONGEST_BASE and os.access("/tmp", os.W_OK | os.X_OK):
        return "/tmp"
    return usual
