"""Calibration: whether a network that says 80 % is right in 80 % of such answers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

REPEATS = 1000


@dataclass(frozen=True)
class Bin:
    """Answers of about the same confidence: how many, their mean confidence, the share right."""

    n: int
    confidence: float
    accuracy: float


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
    probabilities: NDArray[np.floating[Any]], y: NDArray[Any], bins: int = 15
) -> Calibration:
    """Hold the probabilities of the answers against how often they are right.

    Args:
        probabilities: shape (n, classes).
        y: class numbers, shape (n,).
        bins: of equal width in confidence; empty ones are left out.

    Source:
        C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, ICML (2017), arXiv:1706.04599.
    """
    confidence = probabilities.max(axis=1).astype(np.float64)
    hit = probabilities.argmax(axis=1) == y
    place = np.clip(np.ceil(confidence * bins).astype(int) - 1, 0, bins - 1)
    counts = np.bincount(place, minlength=bins)
    sure = np.bincount(place, confidence, bins)
    right = np.bincount(place, hit, bins)
    variance = np.bincount(place, np.clip(confidence * (1 - confidence), 0, None), bins)
    normal = np.random.default_rng(0).normal(size=(REPEATS, bins))
    lucky = np.abs(normal * np.sqrt(variance)).sum(axis=1) / len(y)
    return Calibration(
        error=float(np.abs(sure - right).sum() / len(y)),
        luck=float(np.quantile(lucky, 0.95)),
        confidence=float(confidence.mean()),
        accuracy=float(hit.mean()),
        curve=tuple(
            Bin(int(n), float(s / n), float(r / n))
            for n, s, r in zip(counts, sure, right, strict=True)
            if n
        ),
    )
