"""Whether there is room for shared memory."""

from __future__ import annotations

import os
from types import SimpleNamespace

import pytest

from mpdiag.cell import memory


def test_a_small_shm_has_no_room_for_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "isdir", lambda path: path == "/dev/shm")
    monkeypatch.setattr(
        os, "statvfs", lambda path: SimpleNamespace(f_bavail=16384, f_frsize=4096), raising=False
    )

    assert memory.has_room(64 << 20)
    assert not memory.has_room((64 << 20) + 1)


def test_where_nothing_tells_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "isdir", lambda path: False)

    assert memory.has_room(1 << 60)
