"""Test whether a difference is more than luck, and bound it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np

from miwake.stats.intervals import standard_error, wilson_interval
from miwake.stats.per_example import Scores

Z95 = 1.959963984540054  # the 97.5 % point of the normal distribution


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


def z_test(scores: Scores) -> float:
    """Test by how often luck gives so high a mean score where it truly is 0 (one-sided, normal)."""
    mean, error = float(scores.mean()), standard_error(scores)
    return erfc(mean / error / sqrt(2)) / 2 if error else float(mean <= 0)


def paired_difference(first: Scores, second: Scores) -> Difference:
    """Compare two mean scores on the same examples.

    Right and wrong answers are compared by the exact McNemar test, other scores by their mean
    difference over its standard error.

    Args:
        first: a score an example, shape (n,); booleans, or numbers.
        second: likewise, of the same examples.

    Source:
        Q. McNemar, Psychometrika 12, 153 (1947); interval: A. Agresti and Y. Min, Stat. Med. 24,
        729 (2005), which adds half an example to each of the four counts.
    """
    if first.dtype == bool and second.dtype == bool:
        n, won, lost = len(first), int((first & ~second).sum()), int((~first & second).sum())
        p = min(1.0, 2 * binomial_test(max(won, lost), won + lost, 0.5))
        middle = (won - lost) / (n + 2)
        spread = won + lost + 1 - (won - lost) ** 2 / (n + 2)
        half = Z95 * sqrt(spread) / (n + 2)
        return Difference((won - lost) / n, middle - half, middle + half, p)
    apart = first.astype(np.float64) - second
    return normal_difference(float(apart.mean()), standard_error(apart))


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


def mean_difference(first: Scores, second: Scores) -> Difference:
    """Compare the mean scores of two independent sets of examples."""
    if first.dtype == bool and second.dtype == bool:
        return proportion_difference(int(first.sum()), len(first), int(second.sum()), len(second))
    error = sqrt(standard_error(first) ** 2 + standard_error(second) ** 2)
    return normal_difference(float(first.mean() - second.mean()), error)


def normal_difference(value: float, error: float) -> Difference:
    """Bound a difference whose standard error is known, taken as normal."""
    return Difference(value, value - Z95 * error, value + Z95 * error, _normal_p(value, error))


def _normal_p(value: float, error: float) -> float:
    if error == 0:
        return 1.0 if value == 0 else 0.0
    return erfc(abs(value) / error / sqrt(2))
