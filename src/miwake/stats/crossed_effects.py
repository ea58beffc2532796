"""Scores of several trainings on the same examples, and what their mean is known to.

Both the training (its seed) and the test (its examples) are drawn, so both make a mean uncertain.
The two are crossed: every training answers every example. The variance of the mean is then at most
that of the trainings' means over their number plus that of the examples' means over theirs.
"""

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Groups
from miwake.stats.clusters import cluster_means
from miwake.stats.distributions import t_quantile, t_tail
from miwake.stats.intervals import Interval
from miwake.stats.per_example import Scores
from miwake.stats.significance_tests import Difference, paired_difference


def crossed_mean(scores: NDArray[Any]) -> Interval:
    """The mean score with its 95 % interval.

    Args:
        scores: of each training on each example, shape (trainings, examples). One training says
            nothing about how another would have come out; its interval is that of the test alone.
    """
    value, error, degrees = _moments(np.asarray(scores, np.float64))
    half = error * t_quantile(degrees)
    return Interval(value, value - half, value + half)


def crossed_difference(first: Scores, second: Scores, groups: Groups = None) -> Difference:
    """The difference of two means over the same seeds and the same examples.

    Args:
        first: shape (trainings, examples).
        second: likewise, of the same seeds and examples.
        groups: the group of each example, shape (examples,); None: each is one of its own.

    Source:
        degrees of freedom: F. E. Satterthwaite, Biometrics Bulletin 2, 110 (1946).
    """
    if len(first) == 1:
        return paired_difference(first[0], second[0], groups)
    apart = cluster_means(first.astype(np.float64) - second, groups)
    value, error, degrees = _moments(apart)
    half = error * t_quantile(degrees)
    return Difference(value, value - half, value + half, _p(value, error, degrees))


def _moments(scores: NDArray[np.float64]) -> tuple[float, float, float]:
    """The mean, its standard error and the degrees of freedom of that."""
    value = float(scores.mean())
    each = [means for means in (scores.mean(axis=1), scores.mean(axis=0)) if len(means) > 1]
    parts = [(float(means.var(ddof=1)) / len(means), len(means) - 1) for means in each]
    variance = sum(part for part, _ in parts)
    squares = sum(part**2 / n for part, n in parts)
    return value, sqrt(variance), variance**2 / squares if squares else float("inf")


def _p(value: float, error: float, degrees: float) -> float:
    if error == 0:
        return 1.0 if value == 0 else 0.0
    return 2 * t_tail(abs(value) / error, degrees)
