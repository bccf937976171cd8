"""What the tests let children do. A module of its own: spawned children import it, without pytest."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import NoReturn


def double(number: int) -> int:
    return 2 * number


def fail() -> NoReturn:
    raise LookupError("on purpose")


def die(code: int) -> NoReturn:
    os._exit(code)


def leave(code: int) -> NoReturn:
    sys.exit(code)


def abort() -> NoReturn:
    os.abort()


def hang() -> None:
    time.sleep(600)


def unpicklable() -> object:
    return open(os.devnull)


def count_to(last: int) -> Iterator[int]:
    yield from range(1, last + 1)


def pid_then_failure() -> Iterator[int]:
    yield os.getpid()
    raise LookupError("on purpose")


def pid_then_death() -> Iterator[int]:
    yield os.getpid()
    os._exit(3)


def pid_then_hang() -> Iterator[int]:
    yield os.getpid()
    hang()


def nothing() -> None:
    """Return at once."""


def compute(seconds: float) -> None:
    """Keep a processor busy."""
    deadline = time.monotonic() + seconds
    compute_until(lambda: time.monotonic() > deadline)


def compute_until(done: Callable[[], bool]) -> None:
    """Keep a processor busy."""
    while not done():
        sum(range(1000))
