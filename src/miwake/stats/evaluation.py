"""How good answers are: plain figures with the intervals they are known to."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEAST_PROBABILITY = 1e-7  # where Keras cuts a probability off before the logarithm


@dataclass(frozen=True)
class Share:
    """A share of n examples that were answered rightly, with its 95 % interval (Wilson)."""

    n: int
    accuracy: float
    low: float
    high: float


@dataclass(frozen=True)
class Classification:
    """How well classes were told apart.

    Attributes:
        loss: the mean cross-entropy, in nats.
        accuracy: the share of right answers.
        chance: the accuracy of always giving the most frequent class.
        per_class: the share of right answers among the examples of each class.
    """

    loss: float
    accuracy: Share
    chance: float
    per_class: dict[str, Share]

    def as_json(self) -> dict[str, Any]:
        """The figures under the keys of the command line's JSON."""
        return {
            "test_loss": self.loss,
            "test_accuracy": self.accuracy.accuracy,
            "low": self.accuracy.low,
            "high": self.accuracy.high,
            "chance": self.chance,
            "per_class": {name: asdict(found) for name, found in self.per_class.items()},
        }


@dataclass(frozen=True)
class Regression:
    """How well values were found, each figure with its 95 % interval.

    Attributes:
        loss: the mean square error.
        mae: the mean absolute error.
        rmse: the root of the mean square error.
        r2: the share of the variance that is explained: 1 at best, 0 for always giving the mean.
        n: how many examples.
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

    def as_json(self) -> dict[str, Any]:
        """The figures under the keys of the command line's JSON."""
        found = asdict(self)
        del found["n"]
        return {f"test_{name}": value for name, value in found.items()}


Result = Classification | Regression


def evaluate_outputs(
    outputs: NDArray[np.floating[Any]], y: NDArray[Any], classes: Sequence[str]
) -> Result:
    """Hold a network's outputs against what is true.

    Args:
        outputs: probabilities, shape (n, classes); or values, shape (n, 1).
        y: class numbers or values, shape (n,).
        classes: the labels; empty for a regression.
    """
    if not classes:
        return _regression(outputs[:, 0], y)
    hit = outputs.argmax(axis=1) == y
    given = outputs[np.arange(len(y)), y].astype(np.float64)
    counts = np.bincount(y, minlength=len(classes))
    return Classification(
        loss=float(-np.log(np.maximum(given, LEAST_PROBABILITY)).mean()),
        accuracy=share(int(hit.sum()), len(y)),
        chance=float(counts.max() / len(y)),
        per_class={
            name: share(int(hit[y == number].sum()), int(counts[number]))
            for number, name in enumerate(classes)
        },
    )


def share(hits: int, n: int, confidence: float = 0.95) -> Share:
    """The share hits / n with Wilson's interval.

    Args:
        hits: how many of the examples were answered rightly.
        n: how many examples there were.
        confidence: how often such an interval covers the true share.

    Source:
        E. B. Wilson, J. Am. Stat. Assoc. 22, 209 (1927).
    """
    if n == 0:
        return Share(0, float("nan"), 0.0, 1.0)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    p = hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5 / (1 + z * z / n)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Share(n, p, low if hits else 0.0, high if hits < n else 1.0)  # not rounded past the ends


def _regression(values: NDArray[np.floating[Any]], y: NDArray[Any]) -> Regression:
    """The figures, and intervals from how far each example moves its figure.

    Source:
        The influence function, F. R. Hampel, J. Am. Stat. Assoc. 69, 383 (1974).
    """
    y = y.astype(np.float64)
    error, away = values.astype(np.float64) - y, y - y.mean()
    size, square, spread = np.abs(error), error**2, away**2
    mae, mse, variance = float(size.mean()), float(square.mean()), float(spread.mean())
    lost = mse / variance if variance else float("nan")  # the share that is not explained
    mae_low, mae_high = _interval(mae, size - mae)
    mse_low, mse_high = _interval(mse, square - mse)
    moved = (square - lost * spread) / variance if variance else square * float("nan")
    lost_low, lost_high = _interval(lost, moved)
    return Regression(
        loss=mse,
        mae=mae,
        rmse=mse**0.5,
        r2=1 - lost,
        mae_low=mae_low,
        mae_high=mae_high,
        rmse_low=mse_low**0.5,
        rmse_high=mse_high**0.5,
        r2_low=1 - lost_high,
        r2_high=1 - lost_low,
        n=len(y),
    )


def _interval(
    value: float, influence: NDArray[np.floating[Any]], confidence: float = 0.95
) -> tuple[float, float]:
    """The interval of a positive figure, on a logarithmic scale so that it stays positive."""
    if not value > 0 or len(influence) < 2:
        return value, value if value == 0 else float("nan")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share = float(influence.std(ddof=1)) / len(influence) ** 0.5 / value
    factor = float(np.exp(min(z * share, 700.0)))
    return value / factor, value * factor
