"""Fixtures for everything that starts real children."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from multiprocessing.context import BaseContext
from typing import Any

import psutil
import pytest

from mpdiag.cell.parent import Cell

METHODS = multiprocessing.get_all_start_methods()


class Recorder:
    """Stands in for the channel to the supervisor, and keeps what a supervisor would be told."""

    def __init__(self, rounds: int = 0) -> None:
        self.samples: list[tuple[str, str, float]] = []
        self.sent: list[dict[str, Any]] = []
        self.looks: list[tuple[str, dict[str, int]]] = []
        self.stood: list[tuple[str, dict[str, int]]] = []
        self.rounds = rounds

    def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    def look(self, name: str, pids: dict[str, int]) -> None:
        assert all(psutil.pid_exists(pid) for pid in pids.values())
        self.looks.append((name, pids))

    def stacks(self, name: str, pids: dict[str, int]) -> None:
        """The supervisor ends all but the parent."""
        self.stood.append((name, pids))
        for pid in pids.values():
            if pid != os.getpid():
                psutil.Process(pid).kill()

    def may_go_on(self) -> bool:
        self.rounds -= 1
        return self.rounds >= 0


@pytest.fixture
def channel() -> Recorder:
    return Recorder()


@pytest.fixture(params=METHODS)
def ctx(request: pytest.FixtureRequest) -> BaseContext:
    method: str = request.param
    return multiprocessing.get_context(method)


@pytest.fixture
def cell(ctx: BaseContext, channel: Recorder) -> Cell:
    return Cell(ctx, "default", channel)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    """multiprocessing's helpers stay until the parent ends; every child has to be gone."""
    yield
    assert multiprocessing.active_children() == []
