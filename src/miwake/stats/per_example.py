"""Scores and losses, one an example, so that answers to the same examples can be compared."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.stats.evaluation import LEAST_PROBABILITY

Scores = NDArray[Any]  # right or wrong; or, for a regression, numbers


def scores_of(answers: NDArray[Any], y: NDArray[Any], classes: Sequence[str]) -> Scores:
    """A score an example, shape (n,), whose mean is the accuracy or R2.

    Args:
        answers: probabilities, shape (n, classes); values, shape (n, 1); or what they come to,
            class numbers or values, shape (n,).
        y: what is true, shape (n,).
        classes: the labels; empty for a regression.
    """
    if classes:
        return np.asarray((answers.argmax(axis=1) if answers.ndim == 2 else answers) == y)
    values = answers[:, 0] if answers.ndim == 2 else answers
    variance = float(y.var(dtype=np.float64)) or float("nan")
    return np.asarray(1 - (values.astype(np.float64) - y) ** 2 / variance)


def losses_of(answers: NDArray[Any], y: NDArray[Any], classes: Sequence[str]) -> NDArray[Any]:
    """The loss of each example, shape (n,): cross-entropy in nats, or the squared error."""
    if not classes:
        return np.asarray((answers[:, 0].astype(np.float64) - y) ** 2)
    probabilities = answers[np.arange(len(y)), y].astype(np.float64)
    return np.asarray(-np.log(np.maximum(probabilities, LEAST_PROBABILITY)))


def mcfadden_r2(answers: NDArray[Any], y: NDArray[Any], classes: Sequence[str]) -> Scores:
    """A score an example whose mean is the share of y's uncertainty that the answers take away.

    That is McFadden's R2, or R2 for a regression. Unlike the accuracy it stays near 0 for a
    network that learned noise, also where its examples fall into a few groups that it answers
    alike: it is then right or wrong in a whole group at once, but never sure.
    """
    if not classes:
        return scores_of(answers, y, classes)
    shares = np.bincount(y, minlength=len(classes)) / len(y)
    entropy = -float((shares * np.log(np.where(shares > 0, shares, 1))).sum())
    return np.asarray(1 - losses_of(answers, y, classes) / (entropy or float("nan")))
