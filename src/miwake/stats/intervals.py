"""Estimate figures with their 95 % intervals."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

NAN = float("nan")


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


def wilson_interval(hits: int, n: int, confidence: float = 0.95) -> Share:
    """Estimate a proportion with Wilson's interval.

    Here and not from SciPy, whose import would cost every training 0.3 s.

    Args:
        hits: how many of the examples were answered rightly.
        n: how many examples there were.
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
    return Share(n, p, low if hits else 0.0, high if hits < n else 1.0)  # not rounded past the ends


def mae_interval(values: NDArray[Any], y: NDArray[Any]) -> Interval:
    """Estimate the mean absolute error of values, shape (n,), against the true y."""
    size = np.abs(_errors(values, y))
    return _log_interval(float(size.mean()), size - size.mean())


def rmse_interval(values: NDArray[Any], y: NDArray[Any]) -> Interval:
    """Estimate the root of the mean square error of values, shape (n,), against the true y."""
    square = _errors(values, y) ** 2
    interval = _log_interval(float(square.mean()), square - square.mean())
    return Interval(*(end**0.5 for end in (interval.value, interval.low, interval.high)))


def r2_interval(values: NDArray[Any], y: NDArray[Any]) -> Interval:
    """Estimate R2, the share of y's variance that the values explain.

    The interval is that of the share that is not explained, 1 - R2; both the squared error and the
    variance are estimated on the same n examples. Where y does not vary, R2 is not defined: NaN.

    Args:
        values: what was predicted, shape (n,).
        y: what is true, shape (n,).
    """
    square, y = _errors(values, y) ** 2, y.astype(np.float64)
    spread = (y - y.mean()) ** 2
    variance = float(spread.mean())
    if not variance:
        return Interval(NAN, NAN, NAN)
    unexplained = float(square.mean()) / variance
    interval = _log_interval(unexplained, (square - unexplained * spread) / variance)
    return Interval(1 - unexplained, 1 - interval.high, 1 - interval.low)


def standard_error(scores: NDArray[Any]) -> float:
    """Estimate the standard error of the mean of scores, shape (n,); 0 for one."""
    return float(scores.std(dtype=np.float64, ddof=1)) / sqrt(len(scores)) if len(scores) > 1 else 0


def _errors(values: NDArray[Any], y: NDArray[Any]) -> NDArray[np.float64]:
    return values.astype(np.float64) - y.astype(np.float64)


def _quantile(confidence: float = 0.95) -> float:
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def _log_interval(value: float, influence: NDArray[np.float64]) -> Interval:
    """Bound a positive figure by how far each example moves it, on a logarithmic scale.

    So it stays positive, and covers more of what it promises than a symmetric interval does where
    errors have heavy tails (benchmarks/interval_statistics.py).

    Source:
        The influence function, F. R. Hampel, J. Am. Stat. Assoc. 69, 383 (1974).
    """
    if not value > 0 or len(influence) < 2:
        return Interval(value, value, value if value == 0 else NAN)
    factor = float(np.exp(min(_quantile() * (standard_error(influence) / value), 700.0)))
    return Interval(value, value / factor, value * factor)
