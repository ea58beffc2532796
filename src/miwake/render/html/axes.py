"""Axes: where a number stands in a chart, and the round numbers written beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isfinite, log10

ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True)
class Axis:
    """A range of numbers with round ones to write beside it.

    Attributes:
        low, high: its ends.
        ticks: the numbers that are written.
        label: what is measured.
        names: what is written beside the ticks; by default they themselves.
    """

    low: float
    high: float
    ticks: tuple[float, ...] = ()
    label: str = ""
    names: tuple[str, ...] = ()

    def written(self) -> tuple[tuple[float, str], ...]:
        """Each tick and what is written beside it."""
        names = self.names or tuple(map(written, self.ticks))
        return tuple(zip(self.ticks, names, strict=True))

    def share(self, value: float) -> float:
        """How far along the axis a number stands, 0 to 1."""
        part = (value - self.low) / ((self.high - self.low) or 1.0)
        return min(1.0, max(0.0, part))


def axis(
    values: Iterable[float | None],
    label: str = "",
    steps: int = 4,
    least: float = 0.0,
    bounds: tuple[float, float] | None = None,
) -> Axis:
    """An axis with round ends that holds all finite values.

    Args:
        values: what is to be shown; None and what is not finite is passed over.
        label: what is measured.
        steps: about how many steps there are between the written numbers.
        least: the smallest step, such as 1 for whole numbers.
        bounds: what the numbers can't lie beyond, such as (0, 1).
    """
    finite = [float(v) for v in values if v is not None and isfinite(v)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    if high - low < 1e-9 * max(1.0, abs(low)):
        around = max(least, abs(low) * 0.1) or 0.5
        low, high = low - around / 2, high + around / 2
    step = max(_round((high - low) / steps), least)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    ticks = [round(n * step, 12) for n in range(first, last + 1)]
    if bounds is not None:
        ticks = [t for t in ticks if bounds[0] - 1e-12 <= t <= bounds[1] + 1e-12] or list(bounds)
        return Axis(max(bounds[0], min(low, ticks[0])), max(high, ticks[-1]), tuple(ticks), label)
    return Axis(ticks[0], ticks[-1], tuple(ticks), label)


def logarithmic(counts: Iterable[int], label: str = "") -> Axis:
    """An axis on which each of these counts stands at its logarithm, written out."""
    ordered = sorted(set(counts))
    ticks = [log10(count) for count in ordered]
    around = 0.04 * (ticks[-1] - ticks[0]) or 0.5
    names = tuple(written(count) for count in ordered)
    return Axis(ticks[0] - around, ticks[-1] + around, tuple(ticks), label, names)


def written(value: float) -> str:
    """A number beside an axis."""
    return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:.3g}"


def _round(step: float) -> float:
    """The next round number: 1, 2, 2.5 or 5 times a power of ten."""
    power = 10.0 ** floor(log10(step))
    return next(n * power for n in ROUND if n * power >= step * (1 - 1e-9))
