"""Copies: examples that stand in a dataset twice, exactly or nearly."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.audit.nearest_neighbors import find_near_pairs
from miwake.dataset import Dataset
from miwake.stats.significance_tests import binomial_test

ALPHA = 0.05  # how rare an excess of copies must be to be more than luck


@dataclass(frozen=True)
class Copies:
    """Examples that stand in a dataset twice.

    Attributes:
        train_repeats, test_repeats: how many are equal to an earlier one of the same part.
        copied: indices of the test examples that are equal to a training example.
        beyond_luck: whether those are more than training examples that are equal to each other
            explain, as they do where few different examples are possible.
        contradicting: how many of them have another label there.
        near: pairs (index in test, index in train) of nearly equal examples, where there are
            more of them than neighbours explain.
        compared: how many test examples were compared.
    """

    train_repeats: int
    test_repeats: int
    copied: tuple[int, ...] = field(repr=False)
    beyond_luck: bool
    contradicting: int
    near: tuple[tuple[int, int], ...] = field(repr=False)
    compared: int


def find_copies(data: Dataset, seed: int = 0) -> Copies:
    """Look for examples that stand in the data twice.

    Args:
        data: examples and labels.
        seed: decides which examples are compared to find near copies, where there are many.
    """
    if not len(data.x_train) or not len(data.x_test):
        return Copies(0, 0, (), beyond_luck=False, contradicting=0, near=(), compared=0)
    train, test = _keys(data.x_train), _keys(data.x_test)
    different, first, counts = np.unique(train, return_index=True, return_counts=True)
    position = np.searchsorted(different, test).clip(max=len(different) - 1)
    is_copy = different[position] == test
    copied = np.flatnonzero(is_copy)
    twins = int(counts[counts > 1].sum())
    return Copies(
        train_repeats=len(train) - len(different),
        test_repeats=len(test) - len(np.unique(test)),
        copied=tuple(copied.tolist()),
        beyond_luck=_beyond_luck(len(copied), len(test), twins, len(train)),
        contradicting=int((data.y_train[first[position[copied]]] != data.y_test[copied]).sum()),
        near=find_near_pairs(data, np.sort(first), np.flatnonzero(~is_copy), seed),
        compared=len(test),
    )


def _keys(x: NDArray[Any]) -> NDArray[np.int64]:
    """Return a number for each example that is equal where, and only where, all its bytes are."""
    rows = np.ascontiguousarray(x).reshape(len(x), -1).view(np.uint8)
    return np.fromiter((hash(row.tobytes()) for row in rows), np.int64, len(rows))


def _beyond_luck(copied: int, test: int, twins: int, train: int) -> bool:
    """Tell whether test examples equal training examples more often than those equal each other.

    Where both parts were drawn alike, an example has a twin in the training part with the same
    probability, whichever part it is of.
    """
    return copied > 0 and binomial_test(copied, copied + twins, test / (test + train)) < ALPHA
