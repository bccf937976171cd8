"""When are enough rounds measured? When the 95 % interval of the median is narrow enough."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

from mpdiag.results.model import Effort

WIDTH: dict[Effort, float] = {"quick": 0.20, "default": 0.10, "rigorous": 0.05}
"""How wide the interval may be, as a share of the median."""

VALUES_AT_LEAST = 6
"""With fewer values not even the smallest and the largest enclose the median with 95 %."""

ROUNDS_AT_LEAST: dict[Effort, int] = {"quick": 3, "default": 6, "rigorous": 10}
"""Also where the time is spent: fewer are no measurement."""


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The 95 % confidence interval of the median, from ranks: no distribution is assumed.

    Infinite on both sides for fewer than VALUES_AT_LEAST values. Conover, "Practical
    Nonparametric Statistics", section 3.2.
    """
    count = len(values)
    if count < VALUES_AT_LEAST:
        return (-math.inf, math.inf)
    ordered = sorted(values)
    half = 1.96 * math.sqrt(count) / 2
    low, high = round(count / 2 - half), round(1 + count / 2 + half)  # ranks, from 1
    return (ordered[low - 1], ordered[high - 1])


def precise(values: Sequence[float], effort: Effort) -> bool:
    """Whether the median of these values stands, as far as this effort asks."""
    low, high = interval(values)
    middle = statistics.median(values) if values else 0.0
    return math.isfinite(low) and high - low <= WIDTH[effort] * abs(middle)
