"""The numbers in the examples of each class: mean, variance and range, with standard errors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 500_000  # numbers that are summed together, so that they stay in the cache


@dataclass(frozen=True)
class ClassStatistics:
    """What the numbers in all examples of a class are like.

    Attributes:
        n: how many examples for training; the figures below are about them.
        n_test: how many for testing.
        mean, variance: of all their numbers.
        min, max: the range of all their numbers.
        mean_error, variance_error: standard errors. Examples are independent, the numbers inside
            one are not, so the errors come from how the examples differ.
        blank: how many examples hold one number throughout, such as a blank image.
        alike: whether all examples are the same.
    """

    n: int
    n_test: int
    mean: float
    variance: float
    min: float
    max: float
    mean_error: float
    variance_error: float
    blank: int = 0
    alike: bool = False


@dataclass(frozen=True)
class _Sums:
    """About the numbers of each example: how many, their mean and their mean square, their range.

    Mean and mean square are taken about `middle`, so that large numbers lose no digits.
    """

    middle: float
    mean: NDArray[np.float64]
    square: NDArray[np.float64]
    least: NDArray[np.float64]
    most: NDArray[np.float64]


def class_statistics(
    x: NDArray[Any], labels: NDArray[Any], labels_test: NDArray[Any], classes: Sequence[str]
) -> Mapping[str, ClassStatistics]:
    """Compute statistics of each class; missing numbers (NaN) are left out.

    Args:
        x: examples for training, shape (n, ...).
        labels: their class numbers, shape (n,).
        labels_test: the class numbers of the examples for testing, to count them.
        classes: the labels.
    """
    rows = x.reshape(len(x), int(np.prod(x.shape[1:])))
    sums = _sum(rows)
    statistics = {}
    for number, name in enumerate(classes):
        chosen = labels == number
        with np.errstate(all="ignore"):  # numbers whose squares are too large come out as inf
            figures = _statistics(sums, chosen, int((labels_test == number).sum()))
        statistics[name] = replace(
            figures,
            blank=int((sums.least == sums.most)[chosen].sum()) if rows.shape[1] > 1 else 0,
            alike=_alike(rows, np.flatnonzero(chosen)),
        )
    return statistics


def _alike(rows: NDArray[Any], indices: NDArray[np.intp]) -> bool:
    """Tell whether there are several rows, all equal; usually a few of them settle it."""
    several = len(indices) > 1
    return several and all(
        bool((rows[part] == rows[indices[0]]).all()) for part in (indices[:10], indices)
    )


def _statistics(sums: _Sums, chosen: NDArray[np.bool_], n_test: int) -> ClassStatistics:
    n = int(chosen.sum())
    finite = chosen & np.isfinite(sums.mean)
    if not finite.any():
        return ClassStatistics(n, n_test, nan, nan, nan, nan, nan, nan)
    means = sums.mean[finite]
    middle = means.mean()
    spreads = sums.square[finite] - 2 * middle * means + middle**2
    return ClassStatistics(
        n=n,
        n_test=n_test,
        mean=float(middle + sums.middle),
        variance=max(0.0, float(spreads.mean())),
        min=float(sums.least[finite].min()),
        max=float(sums.most[finite].max()),
        mean_error=_error(means),
        variance_error=_error(spreads),
    )


def _error(values: NDArray[np.float64]) -> float:
    return float(values.std(ddof=1) / len(values) ** 0.5) if len(values) > 1 else nan


def _sum(x: NDArray[Any]) -> _Sums:
    rows = max(1, BLOCK // max(1, x.shape[1]))
    parts, middle = [], 0.0
    with np.errstate(all="ignore"):
        for start in range(0, len(x), rows):
            block = x[start : start + rows].astype(np.float64)
            present = np.isfinite(block)
            if start == 0 and present.any():
                middle = float(block[present].mean())
            block -= middle
            parts.append(_sum_block(block, None if present.all() else present))
    mean, square, least, most = np.concatenate(parts, axis=1) if parts else np.empty((4, 0))
    with np.errstate(all="ignore"):
        return _Sums(middle, mean, square, least + middle, most + middle)


def _sum_block(block: NDArray[np.float64], present: NDArray[np.bool_] | None) -> NDArray[Any]:
    if present is None:
        square = np.einsum("ij,ij->i", block, block) / block.shape[1]
        return np.stack([block.mean(axis=1), square, block.min(axis=1), block.max(axis=1)])
    count = present.sum(axis=1)
    filled = np.where(present, block, 0.0)
    square = np.einsum("ij,ij->i", filled, filled) / count
    least = np.where(present, block, np.inf).min(axis=1)
    most = np.where(present, block, -np.inf).max(axis=1)
    return np.stack([filled.sum(axis=1) / count, square, least, most])
