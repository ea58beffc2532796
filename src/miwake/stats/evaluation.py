"""Evaluate predictions: plain figures with their intervals."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Groups
from miwake.stats.clusters import count_clusters
from miwake.stats.intervals import (
    Share,
    mae_interval,
    r2_interval,
    rmse_interval,
    share_interval,
)

LEAST_PROBABILITY = 1e-7  # where Keras cuts a probability off before the logarithm


@dataclass(frozen=True)
class Classification:
    """How well classes were told apart.

    Attributes:
        loss: the mean cross-entropy, in nats.
        accuracy: the share of right answers.
        chance: the accuracy of guessing.
        per_class: the share of right answers among the examples of each class.
        groups: how many groups the examples are of, which the intervals count; None where each
            stands for itself.
    """

    loss: float
    accuracy: Share
    chance: float
    per_class: dict[str, Share]
    groups: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the figures under the keys of the command line's JSON."""
        figures = {
            "test_loss": self.loss,
            "test_accuracy": self.accuracy.accuracy,
            "low": self.accuracy.low,
            "high": self.accuracy.high,
            "chance": self.chance,
            "per_class": {name: asdict(share) for name, share in self.per_class.items()},
        }
        return figures if self.groups is None else figures | {"test_groups": self.groups}


@dataclass(frozen=True)
class Regression:
    """How well values were found, each figure with its 95 % interval.

    Attributes:
        loss: the mean square error.
        mae: the mean absolute error.
        rmse: the root of the mean square error.
        r2: the share of the variance that is explained: 1 at best, 0 for always giving the mean.
        n: how many examples.
        groups: how many groups they are of, which the intervals count; None where each stands for
            itself.
    """

    loss: float
    mae: float
    rmse: float
    r2: float
    mae_low: float = float("nan")
    mae_high: float = float("nan")
    rmse_low: float = float("nan")
    rmse_high: float = float("nan")
    r2_low: float = float("nan")
    r2_high: float = float("nan")
    n: int = 0
    groups: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the figures under the keys of the command line's JSON."""
        figures = asdict(self)
        del figures["n"]
        if self.groups is None:
            del figures["groups"]
        return {f"test_{name}": value for name, value in figures.items()}


Result = Classification | Regression


def evaluate_outputs(
    outputs: NDArray[np.floating[Any]],
    y: NDArray[Any],
    classes: Sequence[str],
    chance: float | None = None,
    groups: Groups = None,
) -> Result:
    """Compare a network's outputs with what is true.

    Args:
        outputs: probabilities, shape (n, classes); or values, shape (n, 1).
        y: class numbers or values, shape (n,).
        classes: the labels; empty for a regression.
        chance: the accuracy of guessing, as `chance_level` has it; by default the share of the
            most frequent class in y.
        groups: the group of each example, shape (n,); None: each is one of its own.
    """
    count = None if groups is None else count_clusters(len(y), groups)
    if not classes:
        return _regression(outputs[:, 0], y, groups, count)
    hit = outputs.argmax(axis=1) == y
    probabilities = outputs[np.arange(len(y)), y].astype(np.float64)
    counts = np.bincount(y, minlength=len(classes))
    return Classification(
        loss=float(-np.log(np.maximum(probabilities, LEAST_PROBABILITY)).mean()),
        accuracy=share_interval(hit, groups),
        chance=float(counts.max() / len(y)) if chance is None else chance,
        per_class={
            name: share_interval(hit[y == number], None if groups is None else groups[y == number])
            for number, name in enumerate(classes)
        },
        groups=count,
    )


def _regression(
    values: NDArray[np.floating[Any]], y: NDArray[Any], groups: Groups, count: int | None
) -> Regression:
    mae, rmse, r2 = (f(values, y, groups) for f in (mae_interval, rmse_interval, r2_interval))
    return Regression(
        loss=float(((values.astype(np.float64) - y) ** 2).mean()),
        mae=mae.value,
        rmse=rmse.value,
        r2=r2.value,
        mae_low=mae.low,
        mae_high=mae.high,
        rmse_low=rmse.low,
        rmse_high=rmse.high,
        r2_low=r2.low,
        r2_high=r2.high,
        n=len(y),
        groups=count,
    )
