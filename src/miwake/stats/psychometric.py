"""Answers against a number that is known of the examples: curves, and where they cross a level."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Curve:
    """The mean of something at each value of a fact.

    Attributes:
        values: the fact's values, rising, shape (k,).
        means: the mean at each, shape (k,).
        errors: the standard errors of the means; NaN where there is one example only.
        counts: how many examples each mean is over.
    """

    values: NDArray[np.float64]
    means: NDArray[np.float64]
    errors: NDArray[np.float64]
    counts: NDArray[np.int64]


@dataclass(frozen=True)
class Estimate:
    """A number and its standard error."""

    value: float
    error: float

    def __str__(self) -> str:
        """As physicists write it: 2.266(2) is 2.266 with a standard error of 0.002."""
        if not 0 < self.error < 1:
            return f"{self.value:.4g}"
        digits = int(np.ceil(-np.log10(self.error * 1.05)))  # 0.0097 is written as 0.01
        return f"{self.value:.{digits}f}({self.error * 10**digits:.0f})"


def curve_against(fact: ArrayLike, outputs: ArrayLike) -> Curve:
    """The mean output at each value of a fact, such as the temperature.

    Args:
        fact: a number of each example, shape (n,), with few different values.
        outputs: what to take the mean of, shape (n,): probabilities, or whether an answer is right.
    """
    values, place = np.unique(np.asarray(fact, float), return_inverse=True)
    y = np.asarray(outputs, float)
    counts = np.bincount(place)
    means = np.bincount(place, y) / counts
    squares = np.bincount(place, (y - means[place]) ** 2)
    with np.errstate(invalid="ignore"):
        errors = np.sqrt(squares / (counts - 1.0) / counts)
    return Curve(values, means, errors, counts)


def crossing(curve: Curve, level: float = 0.5, near: float = 0.3) -> Estimate:
    """Where a curve crosses a level: a straight line through all points near the level.

    Where two classes' mean outputs add up to 1, the two curves cross each other at the level 0.5.

    Args:
        curve: falling or rising through the level.
        level: the height of the crossing.
        near: how far from the level a point may lie to be used. With fewer than two such points,
            the line is that between the two points around the first crossing.

    Returns:
        The fact's value at the crossing, with the standard error that follows from those of the
        means; NaN where the curve does not cross.
    """
    height = curve.means - level
    used = abs(height) < near
    if used.sum() < 2:
        first = np.flatnonzero(np.diff(height > 0))[:1]
        used = np.isin(np.arange(len(height)), [*first, *(first + 1)])
    if len(set(height[used] > 0)) < 2:
        return Estimate(float("nan"), float("nan"))
    middle = curve.values[used].mean()
    design: NDArray[Any] = np.stack([np.ones(used.sum()), curve.values[used] - middle], axis=1)
    weights = np.sqrt(curve.counts[used])[:, None]
    line = np.linalg.pinv(design * weights) * weights.T  # takes heights to a start and a slope
    start, slope = line @ height[used]
    moved = (start / slope * line[1] - line[0]) / slope * curve.errors[used]
    return Estimate(float(middle - start / slope), float(np.sqrt(moved @ moved)))


def over_repeats(values: Sequence[float]) -> Estimate:
    """The mean of independent repeats, with its standard error."""
    count = len(values)
    error = np.std(values, ddof=1) / np.sqrt(count) if count > 1 else np.nan
    return Estimate(float(np.mean(values)), float(error))


def at_infinite_size(sizes: ArrayLike, found: Sequence[Estimate]) -> Estimate:
    """Extrapolate a quantity to infinite size: a straight line in 1 / size.

    A transition temperature moves as size ** (-1 / nu), and nu = 1 for the Ising model in two
    dimensions. All sizes count alike: errors from a few repeats are too uncertain for weights, and
    the size whose repeats happened to agree would decide alone.

    Args:
        sizes: at least two different ones, shape (k,).
        found: the quantity at each size.

    Source:
        M. E. Fisher and M. N. Barber, Phys. Rev. Lett. 28, 1516 (1972).
    """
    x = 1 / np.asarray(sizes, float)
    y, error = np.array([(e.value, e.error) for e in found]).T
    design: NDArray[Any] = np.stack([np.ones(len(x)), x], axis=1)
    share = np.linalg.pinv(design)[0]  # of each size in the line's height at 1 / size = 0
    return Estimate(float(share @ y), float(np.sqrt((share * error) @ (share * error))))
