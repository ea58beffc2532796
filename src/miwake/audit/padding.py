"""Padding: sequences that were filled up to one length, and whether their true length tells."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.audit.baseline_models import predict_baseline
from miwake.audit.baseline_scores import Split
from miwake.stats.significance_tests import binomial_test

LEAST_STEPS = 5  # at one end that hold the same number
MANY = 0.1  # of the examples, from which it is said
USUAL = 0.1  # share of the other numbers from which it is one of them, as 0 in counts
MAX_ROWS = 5_000
ALPHA = 0.001
TELLING = 0.2  # of the way from chance to always right, from which the length tells something


@dataclass(frozen=True)
class Padding:
    """Sequences that end, or begin, in one number repeated.

    Attributes:
        at_end: whether it stands at the end.
        value: the number.
        share: of the examples that have it.
        score: what the length alone reaches; None where it tells nothing.
    """

    at_end: bool
    value: float
    share: float
    score: float | None


def find_padding(split: Split) -> Padding | None:
    """Look for one number that many sequences end or begin with, and try the rest's length."""
    data = split.data
    if data.kind != "sequence" or split.empty or max(data.shape) < 2 * LEAST_STEPS:
        return None
    train, test = (
        _by_step(x[:MAX_ROWS]) for x in (data.x_train[split.fitted], data.x_test[split.tested])
    )
    for at_end in (True, False):
        ends = (train, test) if not at_end else (train[:, ::-1], test[:, ::-1])
        value = _common(ends[0][:, 0])
        if value is None:
            continue
        runs, test_runs = (_run(part, value) for part in ends)
        padded = (runs >= LEAST_STEPS) & (runs < ends[0].shape[1])
        inside = (ends[0] == value).sum() - runs.sum()
        is_usual = inside > USUAL * (ends[0].size - runs.sum())
        if padded.mean() < MANY or len(np.unique(runs)) < 2 or is_usual:
            continue
        score = _tells(split, runs, test_runs)
        return Padding(at_end, float(value), float(padded.mean()), score)
    return None


def _by_step(x: NDArray[Any]) -> NDArray[np.float64]:
    """The first channel of each step; the others are filled up with it."""
    if x.ndim == 3:
        x = (x if x.shape[1] >= x.shape[2] else x.swapaxes(1, 2))[:, :, 0]
    return np.nan_to_num(x.astype(np.float64))


def _common(values: NDArray[np.float64]) -> float | None:
    """The number that most sequences end in, if many do."""
    unique, counts = np.unique(values, return_counts=True)
    return float(unique[counts.argmax()]) if counts.max() >= MANY * len(values) else None


def _run(x: NDArray[np.float64], value: float) -> NDArray[np.intp]:
    """How often a number stands at the beginning of each sequence, without a break."""
    other = np.concatenate([x != value, np.ones((len(x), 1), bool)], axis=1)
    return np.asarray(other.argmax(axis=1))


def _tells(split: Split, runs: NDArray[np.intp], test_runs: NDArray[np.intp]) -> float | None:
    data, classes = split.data, len(split.data.classes)
    if classes < 2:
        return None
    y, truth = data.y_train[split.fitted][: len(runs)], data.y_test[split.tested][: len(test_runs)]
    lengths = [part[:, None].astype(np.float64) for part in (runs, test_runs)]
    answers = predict_baseline(lengths[0], y, lengths[1], classes, split.seed)
    right = int((answers == truth).sum())
    score = right / len(truth)
    least = split.chance + TELLING * (1 - split.chance)
    is_luck = binomial_test(right, len(truth), split.chance) >= ALPHA
    return None if is_luck or score < least else score
