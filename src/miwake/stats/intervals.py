"""Estimate figures with their 95 % intervals."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Groups
from miwake.stats.clusters import Z95, cluster_means, effective_count
from miwake.stats.distributions import t_quantile

NAN = float("nan")
DEGREES, SKEW = 1.5, 2.5  # so that 95 % hold, nearly so with heavy tails; interval_statistics.py


@dataclass(frozen=True)
class Share:
    """A share of n examples that were answered rightly, with its 95 % interval (Wilson)."""

    n: int
    accuracy: float
    low: float
    high: float


@dataclass(frozen=True)
class Interval:
    """An estimate with its 95 % interval."""

    value: float
    low: float
    high: float


def share_interval(hits: NDArray[np.bool_], groups: Groups = None) -> Share:
    """Estimate the share of right answers.

    Args:
        hits: whether the answer to each example is right, shape (n,).
        groups: the group of each example, shape (n,); None: each is one of its own.
    """
    if groups is None or not len(hits):
        return wilson_interval(int(hits.sum()), len(hits))
    share, count = float(hits.mean()), effective_count(hits, groups)
    ends = wilson_interval(share * count, count)
    return Share(len(hits), share, ends.low, ends.high)


def wilson_interval(hits: float, n: float, confidence: float = 0.95) -> Share:
    """Estimate a proportion with Wilson's interval.

    Here and not from SciPy, whose import would cost every training 0.3 s.

    Args:
        hits: how many of the examples were answered rightly.
        n: how many examples there were, or would tell as much.
        confidence: how often such an interval covers the true share.

    Source:
        E. B. Wilson, J. Am. Stat. Assoc. 22, 209 (1927).
    """
    if n == 0:
        return Share(0, NAN, 0.0, 1.0)
    z = _quantile(confidence)
    p = hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5 / (1 + z * z / n)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Share(
        int(n), p, low if hits else 0.0, high if hits < n else 1.0
    )  # not rounded past the ends


def mae_interval(values: NDArray[Any], y: NDArray[Any], groups: Groups = None) -> Interval:
    """Estimate the mean absolute error of values, shape (n,), against the true y; see R2."""
    size = np.abs(_errors(values, y))
    return _log_interval(float(size.mean()), size - size.mean(), groups)


def rmse_interval(values: NDArray[Any], y: NDArray[Any], groups: Groups = None) -> Interval:
    """Estimate the root of the mean square error of values, shape (n,), against y; see R2."""
    square = _errors(values, y) ** 2
    interval = _log_interval(float(square.mean()), square - square.mean(), groups)
    return Interval(*(end**0.5 for end in (interval.value, interval.low, interval.high)))


def r2_interval(values: NDArray[Any], y: NDArray[Any], groups: Groups = None) -> Interval:
    """Estimate R2, the share of y's variance that the values explain.

    The interval is that of the share that is not explained, 1 - R2; both the squared error and the
    variance are estimated on the same n examples. Where y does not vary, R2 is not defined: NaN.

    Args:
        values: what was predicted, shape (n,).
        y: what is true, shape (n,).
        groups: the group of each example, shape (n,); None: each is one of its own.
    """
    square, y = _errors(values, y) ** 2, y.astype(np.float64)
    spread = (y - y.mean()) ** 2
    variance = float(spread.mean())
    if not variance:
        return Interval(NAN, NAN, NAN)
    unexplained = float(square.mean()) / variance
    interval = _log_interval(unexplained, (square - unexplained * spread) / variance, groups)
    return Interval(1 - unexplained, 1 - interval.high, 1 - interval.low)


def standard_error(scores: NDArray[Any]) -> float:
    """Estimate the standard error of the mean of scores, shape (n,); 0 for one."""
    return float(scores.std(dtype=np.float64, ddof=1)) / sqrt(len(scores)) if len(scores) > 1 else 0


def _errors(values: NDArray[Any], y: NDArray[Any]) -> NDArray[np.float64]:
    return values.astype(np.float64) - y.astype(np.float64)


def _quantile(confidence: float = 0.95) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def _log_interval(value: float, influence: NDArray[np.float64], groups: Groups) -> Interval:
    """Bound a positive figure by how far each example moves it, on a logarithmic scale.

    So it stays positive. Few examples that move it far make its standard error uncertain: that is
    Student's t with the degrees of freedom that their fourth moment tells. Where they move it up,
    as large errors do, more of them may have been missed: the upper end is further away.

    Source:
        influence: F. R. Hampel, J. Am. Stat. Assoc. 69, 383 (1974); degrees of freedom: F. E.
        Satterthwaite, Biometrics Bulletin 2, 110 (1946); skewness: N. J. Johnson, J. Am. Stat.
        Assoc. 73, 536 (1978), here more than twice as much.
    """
    influence = cluster_means(influence, groups)
    n = len(influence)
    if not value > 0 or n < 2:
        return Interval(value, value, value if value == 0 else NAN)
    square, cube, fourth = (float((influence**power).sum()) for power in (2, 3, 4))
    if not fourth:
        return Interval(value, value, value)
    width = t_quantile(max(1.0, DEGREES * square**2 / fourth))
    skew = SKEW * cube / square**1.5 * (2 * Z95**2 + 1) / 6
    error = standard_error(influence) / value
    up, down = (min(error * (width + max(0.0, shift)), 700.0) for shift in (skew, -skew))
    return Interval(value, value * float(np.exp(-down)), value * float(np.exp(up)))
