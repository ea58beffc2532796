"""Error analysis: a result by class, by fact and by how sure the network was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Examples, Facts, Groups
from miwake.input_spec import TableSpec
from miwake.stats.intervals import mae_interval, share_interval

GROUPS = 10  # of a fact with many values
FEW = 12  # values of a fact that are shown one by one


@dataclass(frozen=True)
class Group:
    """Test examples with about the same value of a fact.

    Attributes:
        at: the mean of the fact's values.
        n: how many examples.
        score: the accuracy, or the mean absolute error.
        low, high: the 95 % interval of that.
    """

    at: float
    n: int
    score: float
    low: float
    high: float


@dataclass(frozen=True)
class PredictedExamples:
    """Test examples with a network's answers.

    Attributes:
        x: examples, shape (n, ...).
        y: class numbers or values, shape (n,).
        answers: probabilities, shape (n, classes), or values, shape (n, 1).
        facts: named facts of the examples, each of shape (n,).
        table: the columns, where examples are rows of a table.
        groups: the group of each example, shape (n,); None: each is one of its own.
        nearest: for some examples, by their place, the most alike one for training and its class.
    """

    x: NDArray[Any]
    y: NDArray[Any]
    answers: NDArray[np.floating[Any]]
    facts: Facts
    table: TableSpec | None = None
    groups: Groups = None
    nearest: Mapping[int, tuple[NDArray[Any], int]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, tests: Examples, answers: NDArray[np.floating[Any]], table: TableSpec | None
    ) -> "PredictedExamples":
        """Put a network's answers beside the examples."""
        return cls(tests.x, tests.y, answers, tests.facts, table, tests.groups)


def confusion_matrix(tested: PredictedExamples) -> NDArray[np.int64]:
    """Count how often each class (row) was answered as each class (column)."""
    size = tested.answers.shape[1]
    counts = np.zeros((size, size), np.int64)
    np.add.at(counts, (tested.y, tested.answers.argmax(axis=1)), 1)
    return counts


def surest_mistakes(tested: PredictedExamples, most: int) -> NDArray[np.int64]:
    """Find wrong answers, the surest first; of a regression, the largest errors."""
    if tested.answers.shape[1] == 1:
        return _errors(tested).argsort(kind="stable")[::-1][:most]
    return _surest(tested, hit=False)[:most]


def least_sure_hits(tested: PredictedExamples, most: int) -> NDArray[np.int64]:
    """Find right answers, the least sure first; of a regression, the smallest errors."""
    if tested.answers.shape[1] == 1:
        return _errors(tested).argsort(kind="stable")[:most]
    return _surest(tested, hit=True)[::-1][:most]


def by_facts(tested: PredictedExamples) -> dict[str, tuple[Group, ...]]:
    """Compute accuracy (or mean absolute error) against each fact that is a number and varies."""
    by_name = {}
    for name, values in tested.facts.items():
        numbers = np.asarray(values)
        if numbers.dtype.kind not in "iuf" or numbers.ndim != 1:
            continue
        groups = _by_number(numbers.astype(np.float64), tested)
        if len(groups) > 1:
            by_name[name] = groups
    return by_name


def _by_number(numbers: NDArray[np.float64], tested: PredictedExamples) -> tuple[Group, ...]:
    finite = np.flatnonzero(np.isfinite(numbers))
    different = np.unique(numbers[finite])
    if len(different) <= FEW:
        parts: Sequence[NDArray[Any]] = [finite[numbers[finite] == value] for value in different]
    else:
        parts = np.array_split(finite[numbers[finite].argsort(kind="stable")], GROUPS)
    return tuple(_group(numbers[indices], tested, indices) for indices in parts if len(indices))


def _group(numbers: NDArray[np.float64], tested: PredictedExamples, indices: NDArray[Any]) -> Group:
    answers, y, n = tested.answers[indices], tested.y[indices], len(indices)
    groups = None if tested.groups is None else tested.groups[indices]
    if answers.shape[1] > 1:
        right = share_interval(answers.argmax(axis=1) == y, groups)
        return Group(float(numbers.mean()), n, right.accuracy, right.low, right.high)
    error = mae_interval(answers[:, 0], y, groups)
    high = error.high if n > 1 else error.value
    return Group(float(numbers.mean()), n, error.value, error.low, high)


def _surest(tested: PredictedExamples, hit: bool) -> NDArray[np.int64]:
    sure = tested.answers.max(axis=1)
    indices = np.flatnonzero((tested.answers.argmax(axis=1) == tested.y) == hit)
    return indices[np.argsort(-sure[indices], kind="stable")]


def _errors(tested: PredictedExamples) -> NDArray[np.float64]:
    error = np.abs(tested.answers[:, 0].astype(np.float64) - tested.y)
    return np.asarray(np.nan_to_num(error, nan=np.inf))
