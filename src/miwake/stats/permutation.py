"""Permutation: many tests of one label corrected together, by what shuffled labels give."""

from math import erfc, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Groups

PERMUTATIONS = 200  # with which 4.98 % of p-values lie below 0.05; a tenth of a look's time
ALPHA = 0.05
TINY = 1e-4  # by which equal statistics may differ in float32


def permuted(y: NDArray[Any], groups: Groups, rng: np.random.Generator) -> NDArray[Any]:
    """Shuffle labels, so that they have nothing to do with the examples.

    The labels of a group go to another group as they are: each of its examples gets one of them,
    in turn. Where all examples of a group have one label, groups swap labels.

    Args:
        y: labels or values, shape (n,).
        groups: the group of each example, shape (n,); None: each is one of its own.
        rng: decides the orders.

    Returns:
        shape (PERMUTATIONS, n).
    """
    if groups is None:
        return rng.permuted(np.tile(y, (PERMUTATIONS, 1)), axis=1)
    _, place, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    members = np.lexsort((rng.random(len(y)), place))
    starts = np.cumsum(sizes) - sizes
    nth = np.empty(len(y), np.intp)  # of its group
    nth[members] = np.arange(len(y)) - starts[place[members]]
    source = rng.permuted(np.tile(np.arange(len(sizes)), (PERMUTATIONS, 1)), axis=1)
    turn = rng.integers(0, sizes[source])
    source, turn = source[:, place], turn[:, place]
    return np.asarray(y[members[starts[source] + (turn + nth) % sizes[source]]])


def correct_together(
    statistics: NDArray[np.floating[Any]], least: NDArray[np.floating[Any]] | float = -np.inf
) -> NDArray[np.float64]:
    """Correct tests for there being several: how often is the largest of all that large by luck?

    Args:
        statistics: of each test, the larger the more is told, shape (1 + PERMUTATIONS, tests):
            with the true labels, then with shuffled ones.
        least: what each must exceed besides its mean with shuffled labels, shape (tests,).

    Returns:
        a p-value for each test. Where nothing is told, the least of them is below 0.05 in 5 % of
        cases. What no permutation reaches is extrapolated along the normal distribution.

    Source:
        P. H. Westfall and S. S. Young, Resampling-Based Multiple Testing (1993), section 2.6.
    """
    if not statistics.shape[1]:
        return np.empty(0)
    statistics = statistics.astype(np.float64)
    expected, spread = statistics[1:].mean(axis=0), statistics[1:].std(axis=0)
    apart = statistics - np.maximum(expected, least)
    flat = spread < TINY * np.maximum(1, np.abs(expected))
    z = np.where(flat, -np.inf, apart / np.where(flat, 1, spread))
    highest = np.sort(z[1:].max(axis=1))
    factor = ALPHA / _tail(float(highest[int((1 - ALPHA) * len(highest))]))
    reached = len(highest) - np.searchsorted(highest, z[0] - TINY)
    beyond = [min(factor * _tail(float(one)), 1 / len(statistics)) for one in z[0]]
    return np.where(reached, (reached + 1) / len(statistics), beyond)


def _tail(z: float) -> float:
    return erfc(z / sqrt(2)) if z > 0 else 1.0
