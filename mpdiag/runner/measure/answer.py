"""A measured number, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Unavailable:
    """Not zero, and not false: nobody could tell."""

    reason: str


Answer = int | Unavailable
