"""Calibration: whether a network that says 80 % is right in 80 % of such answers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Groups
from miwake.stats.intervals import share_interval

REPEATS = 1000


@dataclass(frozen=True)
class Bin:
    """Answers of about the same confidence.

    Attributes:
        n: how many there are.
        confidence: their mean confidence.
        accuracy: the share of them that are right.
        low, high: its 95 % interval.
    """

    n: int
    confidence: float
    accuracy: float
    low: float
    high: float


@dataclass(frozen=True)
class Calibration:
    """How far confidence and accuracy lie apart.

    Attributes:
        error: the expected calibration error, 0 to 1.
        luck: the error that 95 % of perfectly calibrated networks stay below on as many examples.
        confidence: the mean probability of the answers given.
        accuracy: the share of them that are right.
        curve: the reliability curve, from the least sure answers to the surest.
    """

    error: float
    luck: float
    confidence: float
    accuracy: float
    curve: tuple[Bin, ...]


def measure_calibration(
    probabilities: NDArray[np.floating[Any]],
    y: NDArray[Any],
    bins: int = 15,
    groups: Groups = None,
) -> Calibration:
    """Hold the probabilities of the answers against how often they are right.

    Args:
        probabilities: shape (n, classes).
        y: class numbers, shape (n,).
        bins: of equal width in confidence; empty ones are left out.
        groups: the group of each example, shape (n,); None: each is one of its own. Answers to
            those of one group are right or wrong together.

    Source:
        C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, ICML (2017), arXiv:1706.04599.
    """
    confidence = probabilities.max(axis=1).astype(np.float64)
    hit = probabilities.argmax(axis=1) == y
    place = np.clip(np.ceil(confidence * bins).astype(int) - 1, 0, bins - 1)
    counts = np.bincount(place, minlength=bins)
    present = [np.flatnonzero(place == number) for number in np.flatnonzero(counts)]
    sure = np.bincount(place, confidence, bins)
    right = np.bincount(place, hit, bins)
    if groups is None:
        variance = np.bincount(place, np.clip(confidence * (1 - confidence), 0, None), bins)
        spread = np.diag(np.sqrt(variance))
    else:
        _, group = np.unique(groups, return_inverse=True)
        spread = np.zeros((group.max() + 1, bins))
        np.add.at(spread, (group, place), hit - confidence)
    normal = np.random.default_rng(0).normal(size=(REPEATS, len(spread)))
    lucky = np.abs(normal @ spread).sum(axis=1) / len(y)
    return Calibration(
        error=float(np.abs(sure - right).sum() / len(y)),
        luck=float(np.quantile(lucky, 0.95)),
        confidence=float(confidence.mean()),
        accuracy=float(hit.mean()),
        curve=tuple(
            _bin(confidence[i], hit[i], None if groups is None else groups[i]) for i in present
        ),
    )


def _bin(confidence: NDArray[np.float64], hit: NDArray[np.bool_], groups: Groups) -> Bin:
    right = share_interval(hit, groups)
    return Bin(len(hit), float(confidence.mean()), right.accuracy, right.low, right.high)
