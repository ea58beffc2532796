"""Shift: do the examples for testing come from elsewhere than those for training?"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from miwake.audit.baseline_models import cross_predict, predict_quickly
from miwake.audit.baseline_scores import Split, columns_of
from miwake.dataset import Dataset
from miwake.input_spec import DATES, TableSpec
from miwake.stats.rank_tests import kolmogorov_smirnov
from miwake.stats.significance_tests import binomial_test, holm, proportion_difference

ALPHA = 0.001
SHARE, FAR, TOLD = 0.05, 0.1, 0.6  # differences from which the test measures something else
MAX_ROWS, MAX_COLUMNS = 2_000, 256  # that are compared
FEW_COLUMNS, FEW_ROWS = 64, 1_000  # that a quick model tells the parts apart by
LEAST = 20  # examples of a part

Change = Literal["class", "target", "column", "texts", "mean", "spread", "all"]


@dataclass(frozen=True)
class Shift:
    """How the examples for testing differ from those for training.

    Attributes:
        change: what differs: the share of a class, the target, a column of numbers or of texts,
            the mean or the spread of an example; "all" where a quick model tells them apart.
        name: the class, or the column's feature.
        train, test: the share of the class, or the median, in each part; of "all" the accuracy of
            the quick model, twice.
        distance: the greatest difference between the two distributions, 0 to 1.
    """

    change: Change
    name: str
    train: float
    test: float
    distance: float = 0.0


def find_shift(split: Split) -> Shift | None:
    """Compare the two parts: the shares of the classes, then the columns, then all together."""
    data = _one_of_each_group(split.data, split.seed)
    if min(len(data.y_train), len(data.y_test)) < LEAST:
        return None
    prior = _prior_shift(data)
    if prior:
        return prior
    rng = np.random.default_rng(split.seed)
    parts = [_rows(x[rng.permutation(len(x))[:MAX_ROWS]]) for x in (data.x_train, data.x_test)]
    return _column_shift(data, *parts) or _joint_shift(split, *parts)


def _one_of_each_group(data: Dataset, seed: int) -> Dataset:
    """Take one example of each group at random: those of one person are of one source."""
    if data.groups_train is None or data.groups_test is None:
        return data
    rng, chosen = np.random.default_rng(seed), []
    for groups in (data.groups_train, data.groups_test):
        order = rng.permutation(len(groups))
        chosen.append(order[np.unique(groups[order], return_index=True)[1]])
    train, test = chosen
    return replace(
        data,
        x_train=data.x_train[train],
        y_train=data.y_train[train],
        x_test=data.x_test[test],
        y_test=data.y_test[test],
        facts_train={},
        facts_test={},
        groups_train=None,
        groups_test=None,
    )


def _prior_shift(data: Dataset) -> Shift | None:
    if not data.classes:
        distance, p = kolmogorov_smirnov(data.y_train.ravel(), data.y_test.ravel())
        train, test = (float(np.median(y)) for y in (data.y_train, data.y_test))
        far = p < ALPHA and distance >= FAR
        return Shift("target", data.target or "y", train, test, distance) if far else None
    counts = [np.bincount(y, minlength=len(data.classes)) for y in (data.y_train, data.y_test)]
    n, n_test = len(data.y_train), len(data.y_test)
    tests = [proportion_difference(a, n, b, n_test) for a, b in zip(*counts, strict=True)]
    p_values = holm([test.p for test in tests])
    shares = np.stack([counts[0] / n, counts[1] / n_test])
    apart = np.where(np.array(p_values) < ALPHA, np.abs(shares[1] - shares[0]), 0)
    if apart.max() < SHARE:
        return None
    most = int(apart.argmax())
    return Shift("class", data.classes[most], *map(float, shares[:, most]))


def _rows(x: NDArray[Any]) -> NDArray[np.float64]:
    return np.nan_to_num(x.reshape(len(x), -1).astype(np.float64), posinf=0.0, neginf=0.0)


def _named_columns(
    data: Dataset, train: NDArray[np.float64], test: NDArray[np.float64]
) -> Iterator[tuple[Change, str, NDArray[np.float64], NDArray[np.float64]]]:
    names = columns_of(data)[:MAX_COLUMNS]
    numbers = data.reading.numbers if isinstance(data.reading, TableSpec) else ()
    for place, name in enumerate(names):
        number = numbers[place] if place < len(numbers) else None
        change: Change = "column" if number and number.style not in DATES else "texts"
        scale, offset = (number.scale, number.offset) if number else (1.0, 0.0)
        own, other = (part[:, place] * scale + offset for part in (train, test))
        yield change, name, own, other
    if not names and train.shape[1]:
        with np.errstate(over="ignore", invalid="ignore"):
            yield "mean", "", train.mean(axis=1), test.mean(axis=1)
            if train.shape[1] > 1:
                yield "spread", "", train.std(axis=1), test.std(axis=1)


def _column_shift(
    data: Dataset, train: NDArray[np.float64], test: NDArray[np.float64]
) -> Shift | None:
    columns = list(_named_columns(data, train, test))
    tests = [kolmogorov_smirnov(a, b) for _, _, a, b in columns]
    p_values = holm([p for _, p in tests])
    far = [
        (distance, place)
        for place, ((distance, _), p) in enumerate(zip(tests, p_values, strict=True))
        if p < ALPHA and distance >= FAR
    ]
    if not far:
        return None
    distance, place = max(far)
    change, name, a, b = columns[place]
    return Shift(change, name, float(np.median(a)), float(np.median(b)), distance)


def _joint_shift(
    split: Split, train: NDArray[np.float64], test: NDArray[np.float64]
) -> Shift | None:
    """Let a quick model tell the parts apart (a classifier two-sample test).

    Source:
        D. Lopez-Paz and M. Oquab, ICLR 2017.
    """
    rows = min(len(train), len(test), FEW_ROWS)
    if not 1 < train.shape[1] <= FEW_COLUMNS or rows < LEAST:
        return None
    x = np.concatenate([train[:rows], test[:rows]]).clip(-1e30, 1e30)
    y = np.repeat([0, 1], rows)
    right = int((cross_predict(predict_quickly, x, y, 2, seed=split.seed) == y).sum())
    score = right / (2 * rows)
    if score < TOLD or binomial_test(right, 2 * rows, 0.5) >= ALPHA:
        return None
    return Shift("all", "", score, score)
