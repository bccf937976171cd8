"""What is sent at which size, and that both sides speak of the same channels."""

from __future__ import annotations

from typing import Any

import pytest

from mpdiag.probes.communication import channels
from mpdiag.probes.communication.carriers import THREAD, Acknowledger, ends_of_child, ends_of_parent
from mpdiag.results.model import Effort


class Anything:
    """Stands for connections and queues: nothing is sent in these tests."""

    def __getattr__(self, name: str) -> None:
        return None


def both_sides() -> tuple[dict[str, Any], dict[str, Any]]:
    end: Any = Anything()
    queues: dict[str, tuple[Any, Any]] = {"SimpleQueue": (end, end)}
    return ends_of_parent(end, end, queues), ends_of_child(end, end, queues)


def test_both_sides_know_the_same_channels() -> None:
    of_parent, of_child = both_sides()

    assert of_parent.keys() == of_child.keys()


@pytest.mark.parametrize("effort", ["quick", "default", "rigorous"])
def test_figures_that_are_compared_are_measured(effort: Effort) -> None:
    assert {"100 B", "1 MB"} <= channels.EVERY[effort].keys() <= channels.SIZES.keys()
    assert all(name.endswith(", 100 B") for name in channels.KEY)


def test_a_block_is_not_made_where_shared_memory_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "has_room", lambda size: size <= 64 << 20)

    assert channels._may_take("SharedMemory", "10 MB")
    assert not channels._may_take("SharedMemory", "100 MB")


def test_only_some_channels_take_the_largest_messages() -> None:
    of_parent, _ = both_sides()

    assert set(channels.TAKES_100_MB) <= {*of_parent, THREAD}
    assert not channels._may_take("Manager().Queue", "100 MB")


def test_the_thread_acknowledges_and_ends() -> None:
    with Acknowledger() as thread:
        assert channels._trip(thread.ends, b"x" * 1000) > 0


def test_a_message_that_arrives_in_part_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="5 bytes of 1000 arrived"):
        channels._trip((lambda payload: None, lambda: 5), b"x" * 1000)
