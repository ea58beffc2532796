"""Single places: one pixel, or one step of a sequence, that alone tells the classes apart."""

from dataclasses import dataclass

import numpy as np

from miwake.audit.baseline_models import predict_baseline
from miwake.audit.baseline_scores import Split
from miwake.audit.compute_features import MOST_COLUMNS
from miwake.stats.intervals import wilson_interval
from miwake.stats.significance_tests import binomial_test

MAX_NUMBERS = 1_000_000  # in the examples among which the place is looked for
LEAST = 0.2  # of a number's variance lies between classes that it tells apart
TELLING = 0.7  # of the way from chance to always right
ALPHA = 0.001


@dataclass(frozen=True)
class SinglePlace:
    """A place in the examples whose one number tells the classes apart.

    Attributes:
        place: where it stands, an index for each axis.
        score, low, high: the accuracy of a small rule that sees nothing else.
    """

    place: tuple[int, ...]
    score: float
    low: float
    high: float


def find_single_place(split: Split) -> SinglePlace | None:
    """Try the place whose mean differs most between the classes, against its spread."""
    data, classes = split.data, len(split.data.classes)
    size = int(np.prod(data.shape))
    if classes < 2 or size <= MOST_COLUMNS or split.empty or data.kind == "vector":
        return None
    fitted = split.fitted[: max(100, MAX_NUMBERS // size)]
    x, y = data.x_train[fitted].reshape(len(fitted), size), data.y_train[fitted]
    with np.errstate(all="ignore"):
        x = np.nan_to_num(x.astype(np.float32), posinf=0.0, neginf=0.0)
        x -= x.mean(axis=0)
        labels = np.eye(classes, dtype=np.float32)[y]
        between = (labels.T @ x) ** 2 / np.maximum(labels.sum(axis=0), 1)[:, None]
        told = np.nan_to_num(between.sum(axis=0) / np.einsum("ij,ij->j", x, x))
    best = int(told.argmax())
    if told[best] < LEAST:
        return None
    train, test = (
        np.nan_to_num(part.reshape(len(part), size)[:, best : best + 1].astype(np.float64))
        for part in (data.x_train[split.fitted], data.x_test[split.tested])
    )
    y, truth = data.y_train[split.fitted], data.y_test[split.tested]
    right = int((predict_baseline(train, y, test, classes, split.seed) == truth).sum())
    score = wilson_interval(right, len(truth))
    least = split.chance + TELLING * (1 - split.chance)
    if score.accuracy < least or binomial_test(right, len(truth), split.chance) >= ALPHA:
        return None
    place = tuple(int(i) for i in np.unravel_index(best, data.shape))
    return SinglePlace(place, score.accuracy, score.low, score.high)
