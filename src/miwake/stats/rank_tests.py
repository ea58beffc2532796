"""Rank tests: does a number go along with a class or a value, whatever the shape and the scale?"""

from dataclasses import dataclass
from math import erfc, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

SMALLEST = 0.2  # scaled distance below which the series for its p-value, 1, is slow


@dataclass(frozen=True)
class Association:
    """How far a number goes along with a class, or with a value.

    Attributes:
        value: the area under the ROC curve (AUC), 0.5 for no association; of values Spearman's
            rank correlation.
        p: how often chance gives one as far away (two-sided, normal).
    """

    value: float
    p: float


def auc_test(numbers: NDArray[Any], positive: NDArray[np.bool_]) -> Association:
    """Test whether numbers are higher, or lower, in one class (Mann-Whitney, ties corrected).

    Args:
        numbers: of each example, shape (n,).
        positive: whether it is of the class, shape (n,).

    Source:
        H. B. Mann and D. R. Whitney, Ann. Math. Stat. 18, 50 (1947).
    """
    n, count = len(numbers), int(positive.sum())
    rank = average_ranks(numbers)
    pairs = count * (n - count)
    spread = float(rank.var())  # (n**2 - 1) / 12 without ties
    if not pairs or not spread:
        return Association(0.5, 1.0)
    auc = float((rank[positive].sum() - count * (count + 1) / 2) / pairs)
    error = sqrt(spread / ((n - 1) * pairs))
    return Association(auc, erfc(abs(auc - 0.5) / error / sqrt(2)))


def rank_correlation(numbers: NDArray[Any], y: NDArray[Any]) -> Association:
    """Test whether numbers rise or fall with values (Spearman's rank correlation).

    Args:
        numbers: of each example, shape (n,).
        y: the values, shape (n,).
    """
    one, two = average_ranks(numbers), average_ranks(y)
    spread = float(one.std() * two.std())
    if not spread:
        return Association(0.0, 1.0)
    r = float(((one - one.mean()) * (two - two.mean())).mean()) / spread
    return Association(r, erfc(abs(r) * sqrt((len(y) - 1) / 2)))


def kolmogorov_smirnov(first: NDArray[Any], second: NDArray[Any]) -> tuple[float, float]:
    """Test whether two sets of numbers come from one distribution (Kolmogorov and Smirnov).

    Args:
        first: some numbers, shape (n,).
        second: others, shape (m,).

    Returns:
        the greatest distance between their distribution functions, and how often chance gives one
        as large (two-sided, asymptotic; with ties it is rarer).

    Source:
        M. A. Stephens, J. R. Stat. Soc. B 32, 115 (1970) (the correction for small sets).
    """
    both = np.concatenate([first, second])
    shares = [np.searchsorted(np.sort(x), both, "right") / len(x) for x in (first, second)]
    distance = float(np.abs(shares[0] - shares[1]).max())
    root = sqrt(len(first) * len(second) / len(both))
    scaled = (root + 0.12 + 0.11 / root) * distance
    k = np.arange(1, 101)
    p = 2 * float(((-1.0) ** (k - 1) * np.exp(-2 * (k * scaled) ** 2)).sum())
    return distance, min(1.0, max(0.0, p)) if scaled > SMALLEST else 1.0


def average_ranks(values: NDArray[Any]) -> NDArray[np.float64]:
    """Rank values from 1, equal ones with the mean of their places."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[place])
