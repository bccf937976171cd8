"""From the stacks of a process, as faulthandler prints them, to one line for each thread that matters."""

from __future__ import annotations

import re
from dataclasses import dataclass

AT_MOST = 4
"""Frames of a line: where it is in the program, and for what it waits there."""

_FRAME = re.compile(r'  File "(?P<path>[^"]*)", line (?P<line>\d+) in (?P<function>.+)')
_STANDARD_LIBRARY = re.compile(
    r"/lib/python3[^/]*/(?!site-packages)|/Lib/(?!site-packages)|\.zip/|^<frozen"
    # What Windows has in an archive is named from there.
    r"|^(?:multiprocessing|concurrent|importlib)/|^(?:queue|selectors|socket|subprocess|threading)\.py$"
)

# What stands below the first line of a program's own: in a process, in a thread, in a forked child.
_BENEATH = {
    ("forkserver", "_serve_one"),
    ("forkserver", "main"),
    ("popen_fork", "_launch"),
    ("process", "_bootstrap"),
    ("process", "run"),
    ("spawn", "_main"),
    ("spawn", "spawn_main"),
    ("threading", "_bootstrap_inner"),
    ("threading", "run"),
}

_ENDED = "Fatal Python error: Aborted"
"""What stands above the stacks of a process that was asked for them."""

_CALL = ("hang", "_run")
"""Where a call that may hang is made in the parent."""


@dataclass(frozen=True, kw_only=True)
class Frame:
    """One function that has been called."""

    path: str
    line: int
    function: str

    @property
    def module(self) -> str:
        if self.path.startswith("<frozen"):
            return self.path.strip("<>").removeprefix("frozen ").partition(".")[0]
        return self.path.rpartition("/")[2].removesuffix(".py")

    @property
    def place(self) -> tuple[str, str]:
        return self.module, self.function

    @property
    def beneath(self) -> bool:
        """Whether this only leads to what the program does."""
        return self.place in _BENEATH or "/mpdiag/cell/" in self.path

    @property
    def programs(self) -> bool:
        """Whether this is the program's own, and no library's."""
        return not self.beneath and not _STANDARD_LIBRARY.search(self.path)

    @property
    def private(self) -> bool:
        return self.function.startswith("_") and not self.function.startswith("__")

    def __str__(self) -> str:
        if self.programs:
            parts = self.path.split("/")
            return (
                f"{'/'.join(parts[-2:] if 'probes' in parts else parts[-1:])}:{self.line} in {self.function}"
            )
        # One name for what popen_fork.py, popen_spawn_posix.py and the like do.
        return f"{re.sub('^popen_.*', 'popen', self.module)}.{self.function}"


def threads(text: str) -> list[list[Frame]]:
    """The stacks in it, each from its outermost frame on."""
    found: list[list[Frame]] = []
    for line in text.splitlines():
        if "most recent call first" in line:
            found.append([])
        elif (frame := _FRAME.fullmatch(line.rstrip())) and found:
            path = frame["path"].replace("\\", "/")
            found[-1].insert(0, Frame(path=path, line=int(frame["line"]), function=frame["function"]))
    return found


def standing(text: str, process: str) -> list[str]:
    """Where the threads of this process stand, the main thread first.

    Left out is what tells nothing: threads of a library that wait for work, and what called the
    parent's hanging call. Such calls have a thread each, and the newest thread comes first. The text of
    a program holds its own stacks, and those of the processes that it has started.
    """
    if text.count(_ENDED) > 1:
        first, *others = text.split(_ENDED)[1:]
        lines = standing(first, process)
        for number, other in enumerate(others, 1):
            lines += standing(other, f"{process}'s child {number}")
        return lines
    stacks = threads(text)
    calls = [stack for stack in stacks if any(frame.place == _CALL for frame in stack)]
    if process == "parent" and calls:
        return [_line(process, calls[0])]
    started = [stack for stack in stacks if _is_started(stack)]
    main = [stack for stack in stacks if stack not in started]
    lines = [_line(process, stack) for stack in main]
    lines += [_line(f"{process}, thread", stack) for stack in started if not main or _tells(stack)]
    return [line for line in lines if line]


def _is_started(stack: list[Frame]) -> bool:
    """Whether some other thread has started this one."""
    return bool(stack) and stack[0].place == ("threading", "_bootstrap")


def _tells(stack: list[Frame]) -> bool:
    """Whether it is at work for the program: in a function of its own, or writing."""
    return any(frame.programs for frame in _own(stack)) or stack[-1].function in ("_send", "_send_bytes")


def _own(stack: list[Frame]) -> list[Frame]:
    return stack[max((number for number, frame in enumerate(stack, 1) if frame.beneath), default=0) :]


def _line(process: str, stack: list[Frame]) -> str:
    """`process: outermost > innermost`; public functions stand for the private ones of their modules."""
    names: list[str] = []
    last: Frame | None = None
    for frame in _own(stack):
        inside = last is not None and frame.module == last.module and frame.private and not frame.programs
        if not (inside or str(frame) in names[-1:]):
            names.append(str(frame))
            last = frame
        if names[-1] == "popen.wait":
            break  # how it waits for a process differs from one start method to the other
    if len(names) > AT_MOST:
        names[1 : 1 - AT_MOST] = ["…"]
    return f"{process}: {' > '.join(names)}" if names else ""
