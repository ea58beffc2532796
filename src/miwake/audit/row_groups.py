"""Groups: rows that belong together, of one person say, and what is reached on other groups."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.audit.baseline_models import cross_predict, predict_quickly
from miwake.audit.baseline_scores import Split
from miwake.audit.table_columns import are_whole, table_columns
from miwake.stats.clusters import count_clusters
from miwake.stats.per_example import scores_of
from miwake.stats.significance_tests import mean_test

LEAST_GROUPS = 12  # and several for each class, so that a model can learn from others
LEAST_ROWS = 3  # a group, on average
PURE = 0.95  # share of rows that have the label of most of their group
SHARED = 0.5  # of the test's rows are of groups in the training, or the split is by group
LESS = 0.05  # a score that falls by less on other groups says nothing
ALPHA = 0.001
MAX_ROWS = 4_000
NEIGHBOURS = 60  # rows of a group that are looked for
SEPARATE = 1.5  # times as far as the last row of a group is the next row, at the least
COHERENT = 0.6  # of the rows see the same group as all others of it; of no groups 0.2 at the most
LARGEST = 1e30  # a number that is taken as it is
FEW_NUMBERS = 256  # of a row
SAMPLE = 50  # rows whose neighbours tell whether it is worth looking at all


@dataclass(frozen=True)
class RowGroups:
    """Rows that belong together lie on both sides of the split, and give each other away.

    Attributes:
        column: whose equal values are a group; None where rows alone show it.
        groups: how many there are.
        score: what a quick model reaches on rows of groups that it has met.
        apart: what it reaches on groups that it has not.
    """

    column: str | None
    groups: int
    score: float
    apart: float


def find_row_groups(split: Split) -> RowGroups | None:
    """Look for a column, or for clouds of rows, whose rows have one label and know each other."""
    data = split.data
    if split.empty or int(np.prod(data.shape)) > FEW_NUMBERS:
        return None
    x = np.concatenate([data.x_train, data.x_test])
    y = np.concatenate([data.y_train, data.y_test])
    if len(x) > MAX_ROWS:
        return None
    x = np.clip(np.nan_to_num(x.reshape(len(x), -1).astype(np.float64)), -LARGEST, LARGEST)
    named = (_compare(split, x, y, column, groups) for column, groups in _by_column(split, x))
    by_column = next((groups for groups in named if groups), None)
    return by_column or _compare(split, x, y, None, _clouds(x))


def _by_column(split: Split, x: NDArray[np.float64]) -> Iterator[tuple[str, NDArray[np.intp]]]:
    """List the columns of texts or whole numbers whose values come back in several rows."""
    for column in table_columns(split.data):
        _, groups = np.unique(x[:, column.places[0]], return_inverse=True)
        if are_whole(column, x):
            yield column.name, groups


def _clouds(x: NDArray[np.float64]) -> NDArray[np.intp] | None:
    """Number the clouds that rows lie in, where nearly all lie in one, well apart from others."""
    x = x[:, x.std(axis=0) > 0]
    if len(x) < LEAST_GROUPS * LEAST_ROWS or not x.shape[1]:
        return None
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    some = x[:: max(1, len(x) // SAMPLE)]
    _, jump, _ = _nearest(some, x)
    if np.median(jump) < SEPARATE:
        return None
    near, jump, size = _nearest(x, x)
    groups = [frozenset(row[:n].tolist()) for row, n in zip(near, size, strict=True)]
    numbers: dict[frozenset[int], int] = {}
    number = np.array([numbers.setdefault(group, len(numbers)) for group in groups])
    clear = (np.bincount(number)[number] == size) & (jump >= SEPARATE)
    if clear.mean() < COHERENT:
        return None
    nearest_clear = near[np.arange(len(x)), clear[near].argmax(axis=1)]
    return np.asarray(number[nearest_clear])


def _nearest(
    rows: NDArray[np.float64], x: NDArray[np.float64]
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.intp]]:
    """Find each row's nearest rows, itself first, and after how many the distance jumps most."""
    squares = (rows**2).sum(axis=1)[:, None] - 2 * rows @ x.T + (x**2).sum(axis=1)
    count = min(NEIGHBOURS, len(x) - 1)
    near = np.argpartition(squares, count, axis=1)[:, : count + 1]
    order = np.take_along_axis(squares, near, axis=1).argsort(axis=1)
    near = np.take_along_axis(near, order, axis=1)
    far = np.sqrt(np.maximum(np.take_along_axis(squares, near, axis=1), 1e-9))
    ratios = far[:, LEAST_ROWS:] / far[:, LEAST_ROWS - 1 : -1]
    size = ratios.argmax(axis=1) + LEAST_ROWS
    return near, ratios.max(axis=1), size


def _have_one_label(groups: NDArray[np.intp], y: NDArray[Any], classes: int) -> bool:
    """Tell whether there are enough groups, with several rows each that have one label."""
    count = int(groups.max()) + 1
    if count < max(LEAST_GROUPS, 3 * classes) or len(y) < LEAST_ROWS * count:
        return False
    if not classes:
        return _have_one_value(groups, y)
    table = np.zeros((count, classes), int)
    np.add.at(table, (groups, y), 1)
    return bool(table.max(axis=1).sum() >= PURE * len(y))


def _have_one_value(groups: NDArray[np.intp], y: NDArray[Any]) -> bool:
    """Tell whether values hardly differ inside the groups, against how they differ at all."""
    values = y.astype(np.float64)
    means = np.bincount(groups, values) / np.bincount(groups)
    return bool(((values - means[groups]) ** 2).mean() <= (1 - PURE) * values.var() > 0)


def _compare(
    split: Split,
    x: NDArray[np.float64],
    y: NDArray[Any],
    column: str | None,
    groups: NDArray[np.intp] | None,
) -> RowGroups | None:
    """Hold what a quick model reaches on rows of groups that it met against other groups."""
    classes = split.data.classes
    if groups is None or not _have_one_label(groups, y, len(classes)):
        return None
    train = len(split.data.y_train)
    if np.isin(groups[train:], groups[:train]).mean() < SHARED:
        return None
    together, apart = (
        scores_of(cross_predict(predict_quickly, x, y, len(classes), g, split.seed), y, classes)
        for g in (None, groups)
    )
    loss = together.astype(np.float64) - apart
    if loss.mean() < LESS or mean_test(loss, groups) >= ALPHA:
        return None
    return RowGroups(
        column, count_clusters(len(loss), groups), float(together.mean()), float(apart.mean())
    )
