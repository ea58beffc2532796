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
    """How well values were found: mean absolute error, root mean square error and R2."""

    loss: float
    mae: float
    rmse: float
    r2: float

    def as_json(self) -> dict[str, Any]:
        """The figures under the keys of the command line's JSON."""
        return {f"test_{name}": value for name, value in asdict(self).items()}


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
    return Share(n, p, max(0.0, middle - half), min(1.0, middle + half))


def _regression(values: NDArray[np.floating[Any]], y: NDArray[Any]) -> Regression:
    error = values.astype(np.float64) - y
    spread = float(((y - y.mean(dtype=np.float64)) ** 2).mean())
    square = float((error**2).mean())
    r2 = 1 - square / spread if spread else float("nan")
    return Regression(square, float(np.abs(error).mean()), square**0.5, r2)
