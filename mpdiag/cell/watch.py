"""Watch a parent from within: what it has to pickle for its children.

Not to be used around anything that is timed: every object is counted on its way.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PREPARATION = "preparation"  # name, paths, flags and main file, for every child that is not forked
PROCESS = "process"  # a Process object with its target and arguments
MESSAGE = "message"  # an object for a pipe, a queue or a pool


class Pickles:
    """Counts what this process pickles while the `with` block runs, in all of its threads."""

    def __init__(self) -> None:
        self._seen: "list[tuple[str, int]]" = []

    def count(self, kind: str) -> int:
        """Number of objects of this kind."""
        return len(self._sizes(kind))

    def size(self, kind: str) -> int:
        """Their pickles' length together, in bytes."""
        return sum(self._sizes(kind))

    def _sizes(self, kind: str) -> "list[int]":
        return [size for seen, size in self._seen if seen == kind]

    def __enter__(self) -> "Pickles":
        from multiprocessing import reduction

        # Connections and queues pickle with ForkingPickler.dumps; Process.start() with reduction.dump.
        self._dumps = reduction.ForkingPickler.__dict__["dumps"]
        self._dump = reduction.dump
        reduction.ForkingPickler.dumps = self._counted_dumps  # type: ignore[method-assign]
        reduction.dump = self._counted_dump
        return self

    def __exit__(self, *_: object) -> None:
        from multiprocessing import reduction

        reduction.ForkingPickler.dumps = self._dumps  # type: ignore[method-assign]
        reduction.dump = self._dump

    def _counted_dumps(self, obj: object, protocol: "Any" = None) -> "Any":
        from multiprocessing.reduction import ForkingPickler

        pickled = self._dumps.__get__(None, ForkingPickler)(obj, protocol)
        self._seen.append((MESSAGE, len(pickled)))
        return pickled

    def _counted_dump(self, obj: object, file: "Any", protocol: "Any" = None) -> None:
        counting = _CountingFile(file)
        self._dump(obj, counting, protocol)
        self._seen.append((PREPARATION if isinstance(obj, dict) else PROCESS, counting.size))


class _CountingFile:
    """Passes on what is written. On Windows the file is a pipe, which cannot tell its position."""

    def __init__(self, file: "Any") -> None:
        self._file = file
        self.size = 0

    def write(self, data: "Any") -> "Any":
        self.size += memoryview(data).nbytes
        return self._file.write(data)
