"""Numbers for people: units, rounding, medians and quartiles. Files hold base units only."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from mpdiag.results.model import Unit

_SCALES: dict[Unit, tuple[tuple[float, str], ...]] = {
    "s": ((1e-9, "ns"), (1e-6, "µs"), (1e-3, "ms"), (1.0, "s")),
    "byte": ((1.0, "B"), (1e3, "kB"), (1e6, "MB"), (1e9, "GB")),
    "byte/s": ((1.0, "B/s"), (1e3, "kB/s"), (1e6, "MB/s"), (1e9, "GB/s")),
    "1/s": ((1.0, "/s"), (1e3, "k/s"), (1e6, "M/s")),
}

NOISY = 0.3
"""A yardstick that scatters more than this makes times worthless; their ratios still hold."""


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Median and quartiles of measured values."""

    count: int
    low: float
    median: float
    high: float


def figure(value: float, unit: Unit) -> str:
    """Two or three digits and a unit: `4.6 ms`, `193 MB`."""
    if unit == "1":
        return f"{value:.0f}" if value == int(value) else f"{value:.2g}" if abs(value) < 1 else f"{value:.3g}"
    # Nothing is no nanoseconds.
    scales = _SCALES[unit] if value else [scale for scale in _SCALES[unit] if scale[0] == 1.0]
    scaled = [(_two_digits(value / factor), name) for factor, name in scales]
    digits, name = next((pair for pair in scaled if abs(float(pair[0])) < 1000), scaled[-1])
    return f"{digits} {name}".replace(" /s", "/s")


def quartiles(found: Spread, unit: Unit) -> str:
    """Median, quartiles and number: `4.6 ms [4.4–5.1] 20`. The quartiles are in the median's unit."""
    median = figure(found.median, unit)
    name = median.partition(" ")[2]
    factor = next((factor for factor, scale in _SCALES.get(unit, ()) if scale == name), 1.0)
    digits = _two_digits if name else partial(figure, unit=unit)
    low, high = (digits(value / factor) for value in (found.low, found.high))
    return f"{median} [{low}–{high}] {found.count}"


def times(ratio: float) -> str:
    """A ratio, as in `×19` or `×0.14`."""
    return f"×{ratio:.2g}" if 0 < ratio < 0.95 else f"×{_two_digits(ratio)}"


def spread(values: Sequence[float]) -> Spread:
    """Median and quartiles; there must be a value."""
    if len(values) == 1:
        return Spread(count=1, low=values[0], median=values[0], high=values[0])
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(count=len(values), low=low, median=median, high=high)


def ratio(values: Sequence[float], base: Sequence[float]) -> float | None:
    """How many times `base`: the median of the rounds' own ratios, which drift leaves alone.

    None where there is nothing to divide, or by.
    """
    if not values or not base or 0 in base:
        return None
    if len(values) == len(base):
        return statistics.median(value / other for value, other in zip(values, base, strict=True))
    return statistics.median(values) / statistics.median(base)


def noise(yardstick: Sequence[float]) -> float | None:
    """How far the yardstick scatters: its upper quartile over its minimum, less one."""
    if len(yardstick) < 4 or min(yardstick) <= 0:
        return None
    return spread(yardstick).high / min(yardstick) - 1


def noisy(yardstick: Sequence[float]) -> bool:
    """Whether only ratios of times can be trusted."""
    found = noise(yardstick)
    return found is not None and found > NOISY


def _two_digits(value: float) -> str:
    """One decimal below ten, none above: 9.96 is `10`, not `10.0`."""
    if value == 0:
        return "0"
    return f"{value:.1f}" if abs(round(value, 1)) < 10 else f"{value:.0f}"
