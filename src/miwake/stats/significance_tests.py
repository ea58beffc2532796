"""Test whether a difference is more than luck, and bound it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, hypot, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Groups
from miwake.stats.clusters import Z95, cluster_means, effective_count
from miwake.stats.distributions import binomial_tail, t_quantile, t_tail
from miwake.stats.intervals import share_interval, standard_error, wilson_interval
from miwake.stats.per_example import Scores


def format_p(p: float, in_table: bool = False) -> str:
    """Write a p-value: in a sentence to two digits, in a table all equally wide."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if in_table else f"p = {p:.2g}"


@dataclass(frozen=True)
class Difference:
    """A difference with its 95 % interval.

    Attributes:
        value: the first less the second.
        low, high: the interval.
        p: how often chance alone gives a difference at least as far from 0 (two-sided).
    """

    value: float
    low: float
    high: float
    p: float


def binomial_test(hits: int, n: int, chance: float) -> float:
    """Test by how often guessing gives at least this many hits: exact, one-sided binomial.

    Here and not from SciPy, whose import would cost every training 0.3 s.

    Args:
        hits: right answers among n.
        n: how many answers.
        chance: the share of right answers that guessing gives.
    """
    if hits <= 0 or chance >= 1:
        return 1.0
    if chance <= 0:
        return 0.0
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])
    k = np.arange(hits, n + 1)
    terms = logs[n] - logs[k] - logs[n - k] + k * np.log(chance) + (n - k) * np.log1p(-chance)
    return float(min(1.0, np.exp(terms).sum()))


def holm(p: Sequence[float]) -> tuple[float, ...]:
    """Correct the p-values of several tests for there being several, by Holm's method.

    Args:
        p: the p-value of each test.

    Returns:
        a p-value for each, in the same order. Where none of the tests has anything to find, the
        least of them is below 0.05 in at most 5 % of cases.

    Source:
        S. Holm, Scand. J. Stat. 6, 65 (1979).
    """
    corrected, least = [1.0] * len(p), 0.0
    for rank, index in enumerate(sorted(range(len(p)), key=lambda i: p[i])):
        least = max(least, min(1.0, (len(p) - rank) * p[index]))
        corrected[index] = least
    return tuple(corrected)


def chance_test(hits: NDArray[np.bool_], chance: float, groups: Groups = None) -> float:
    """Test by how often guessing gives at least as many right answers (one-sided).

    Where examples belong together, they count as those that tell as much (`effective_count`), and
    the groups' means must be above chance, too.

    Args:
        hits: whether the answer to each example is right, shape (n,).
        chance: the share of right answers that guessing gives.
        groups: the group of each example, shape (n,); None: each is one of its own.
    """
    if groups is None:
        return binomial_test(int(hits.sum()), len(hits), chance)
    count = effective_count(hits, groups)
    exact = binomial_tail(float(hits.mean()) * count, count, chance)
    return max(exact, mean_test(hits - chance, groups))


def mean_test(scores: Scores, groups: Groups = None) -> float:
    """Test by how often luck gives so high a mean score where it truly is 0 (one-sided t-test).

    No p-value is below that of the signs alone: few scores that are all alike are no proof.

    Args:
        scores: of each example, shape (n,).
        groups: the group of each example, shape (n,); None: each is one of its own.
    """
    scores = cluster_means(scores, groups)
    mean, error = float(scores.mean()), standard_error(scores)
    p = t_tail(mean / error, len(scores) - 1) if error else float(mean <= 0)
    return max(p, _least_p(scores))


def paired_difference(first: Scores, second: Scores, groups: Groups = None) -> Difference:
    """Compare two mean scores on the same examples.

    Right and wrong answers are compared by the exact McNemar test, other scores, and the means of
    groups, by their mean difference over its standard error.

    Args:
        first: a score an example, shape (n,); booleans, or numbers.
        second: likewise, of the same examples.
        groups: the group of each example, shape (n,); None: each is one of its own.

    Source:
        Q. McNemar, Psychometrika 12, 153 (1947); interval: A. Agresti and Y. Min, Stat. Med. 24,
        729 (2005), which adds half an example to each of the four counts; here, to groups.
    """
    apart = cluster_means(first.astype(np.float64) - second, groups)
    if first.dtype != bool or second.dtype != bool:
        return _mean_difference(float(apart.mean()), apart)
    n, total, squares = len(apart), float(apart.sum()), float(apart @ apart)
    if groups is None:
        p = min(1.0, 2 * binomial_test(round((squares + abs(total)) / 2), round(squares), 0.5))
    else:
        p = _mean_difference(total / n, apart).p
    width = Z95 if groups is None else t_quantile(n - 1)
    middle, spread = total / (n + 2), squares + 1 - total**2 / (n + 2)
    half = min(2.0, width * sqrt(spread) / (n + 2))
    return Difference(total / n, middle - half, middle + half, p)


def proportion_difference(hits: int, n: int, other_hits: int, other_n: int) -> Difference:
    """Compare the shares of two independent sets of examples.

    Args:
        hits: right answers in the first set.
        n: answers in the first set.
        other_hits: right answers in the second.
        other_n: answers in the second.

    Source:
        R. G. Newcombe, Stat. Med. 17, 873 (1998), method 10: from the Wilson interval of each.
    """
    one, two = wilson_interval(hits, n), wilson_interval(other_hits, other_n)
    value = one.accuracy - two.accuracy
    below = sqrt((one.accuracy - one.low) ** 2 + (two.high - two.accuracy) ** 2)
    above = sqrt((one.high - one.accuracy) ** 2 + (two.accuracy - two.low) ** 2)
    pooled = (hits + other_hits) / (n + other_n)
    error = sqrt(pooled * (1 - pooled) * (1 / n + 1 / other_n))
    return Difference(value, value - below, value + above, _normal_p(value, error))


def mean_difference(
    first: Scores, second: Scores, groups: Groups = None, other_groups: Groups = None
) -> Difference:
    """Compare the mean scores of two independent sets of examples.

    Args:
        first: a score for each example of one set, shape (n,); booleans, or numbers.
        second: likewise, of the other, shape (m,).
        groups: the group of each example of the first set, shape (n,).
        other_groups: of the second, shape (m,).
    """
    value = float(first.mean() - second.mean())
    means = cluster_means(first, groups), cluster_means(second, other_groups)
    error = hypot(*map(standard_error, means))
    if first.dtype != bool or second.dtype != bool:
        return normal_difference(value, error)
    if groups is None and other_groups is None:
        return proportion_difference(int(first.sum()), len(first), int(second.sum()), len(second))
    one, two = share_interval(first, groups), share_interval(second, other_groups)
    below = hypot(one.accuracy - one.low, two.high - two.accuracy)
    above = hypot(one.high - one.accuracy, two.accuracy - two.low)
    return Difference(value, value - below, value + above, _normal_p(value, error))


def normal_difference(value: float, error: float) -> Difference:
    """Bound a difference whose standard error is known, taken as normal."""
    return Difference(value, value - Z95 * error, value + Z95 * error, _normal_p(value, error))


def _mean_difference(value: float, apart: NDArray[np.float64]) -> Difference:
    """Bound the mean of differences by Student's t."""
    error, degrees = standard_error(apart), len(apart) - 1
    half = t_quantile(degrees) * error if error else 0.0
    p = 2 * t_tail(abs(value) / error, degrees) if error else float(value == 0)
    return Difference(value, value - half, value + half, min(1.0, max(p, 2 * _least_p(apart))))


def _least_p(scores: NDArray[Any]) -> float:
    """Return how often the scores that are not 0 all have one sign by luck."""
    return float(0.5 ** np.count_nonzero(scores))


def _normal_p(value: float, error: float) -> float:
    if error == 0:
        return 1.0 if value == 0 else 0.0
    return erfc(abs(value) / error / sqrt(2))
