"""Find the value of a fact at which a network's answers change from one class to another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from miwake.dataset import Facts

MAX_GROUPS = 40  # of a fact that has more different values
MIN_EXAMPLES = 100
MIN_CHANGE = 0.2  # how far from 1/2 the mean outputs at both ends of a fact must lie


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
    """Average outputs at each value of a fact, such as the temperature.

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
    """Find where a curve crosses a level, by a straight line through all points near the level.

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


def find_crossings(facts: Facts, outputs: NDArray[np.floating[Any]]) -> dict[str, Estimate]:
    """Find where the mean outputs for two classes cross, for each fact along which they do.

    Args:
        facts: numbers or texts of the examples, each of shape (n,).
        outputs: probabilities, shape (n, 2); of any other shape there is nothing to find.

    Returns:
        The value at each crossing; its standard error is that of drawing the examples.
    """
    if outputs.shape[1] != 2:
        return {}
    crossings = {}
    for name, values in facts.items():
        fact = np.asarray(values)
        if fact.dtype.kind in "iuf" and fact.ndim == 1 and np.isfinite(fact).all():
            estimate = _crossing(_grouped(fact.astype(np.float64)), outputs[:, 0])
            if estimate is not None:
                crossings[name] = estimate
    return crossings


def average_crossings(crossings: Sequence[Mapping[str, Estimate]]) -> dict[str, Estimate]:
    """Average over several networks that predicted the same examples.

    Args:
        crossings: those of each network.

    Returns:
        Those that all have. The errors of the networks and of the examples are added in squares:
        more networks make the first smaller, not the second.
    """
    averages = {}
    for name in crossings[0]:
        if all(name in one for one in crossings):
            values = np.array([one[name].value for one in crossings])
            drawn = np.mean([one[name].error ** 2 for one in crossings])
            seeds = values.var(ddof=1) / len(values) if len(values) > 1 else 0.0
            averages[name] = Estimate(float(values.mean()), float(np.sqrt(drawn + seeds)))
    return averages


def _grouped(fact: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the fact, or the means of equally large groups where it has too many values."""
    if len(np.unique(fact)) <= MAX_GROUPS * 2:
        return fact
    means = np.empty_like(fact)
    for places in np.array_split(fact.argsort(kind="stable"), MAX_GROUPS):
        means[places] = fact[places].mean()
    return means


def _crossing(fact: NDArray[np.float64], output: NDArray[Any]) -> Estimate | None:
    if len(fact) < MIN_EXAMPLES:
        return None
    curve = curve_against(fact, output)
    estimate = crossing(curve) if _changes_once(curve) else None
    finite = estimate and np.isfinite([estimate.value, estimate.error]).all()
    return estimate if finite else None


def _changes_once(curve: Curve) -> bool:
    """Check that the curve goes from clearly one class to clearly the other, once."""
    if len(curve.values) < 2:
        return False
    side = np.sign(curve.means - 0.5) * (abs(curve.means - 0.5) > MIN_CHANGE)
    clear = side[side != 0]
    return len(clear) > 1 and bool((np.diff(clear) != 0).sum() == 1) and side[0] * side[-1] == -1
