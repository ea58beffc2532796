"""Copies: examples that stand in a dataset twice, exactly or nearly."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.audit.nearest_neighbors import find_near_pairs
from miwake.dataset import Dataset
from miwake.stats.significance_tests import binomial_test

MAX_MIRRORED, MAX_NUMBERS = 3_000, 20_000_000  # images, and numbers in them, that are mirrored
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
        mirrored: such pairs where the test's image is mirrored or upside down; None where nobody
            looked for them.
    """

    train_repeats: int
    test_repeats: int
    copied: tuple[int, ...] = field(repr=False)
    beyond_luck: bool
    contradicting: int
    near: tuple[tuple[int, int], ...] = field(repr=False)
    compared: int
    mirrored: tuple[tuple[int, int], ...] | None = field(default=None, repr=False)


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
    labels = data.y_train[first[position[copied]]]
    contradicting = int((labels != data.y_test[copied]).sum())
    twins = int(counts[counts > 1].sum())
    first, others = np.sort(first), np.flatnonzero(~is_copy)
    return Copies(
        train_repeats=len(train) - len(different),
        test_repeats=len(test) - len(np.unique(test)),
        copied=tuple(copied.tolist()),
        beyond_luck=_beyond_luck(len(copied), len(test), twins, len(train)),
        contradicting=contradicting,
        near=find_near_pairs(data, first, others, seed),
        compared=len(test),
        mirrored=_find_mirrored(data, first, others, seed),
    )


def _find_mirrored(
    data: Dataset, train: NDArray[np.intp], test: NDArray[np.intp], seed: int
) -> tuple[tuple[int, int], ...] | None:
    """Look for test images that are training images mirrored, upside down, or both."""
    if data.kind != "image" or len(train) > MAX_MIRRORED:
        return None
    if data.x_train.size + data.x_test.size > MAX_NUMBERS:
        return None
    pairs: dict[int, int] = {}
    ways: tuple[tuple[int, ...], ...] = ((2,), (1,), (1, 2))
    straight = dict(find_near_pairs(data, train, test, seed))
    places = {key: i for i, key in enumerate(_keys(data.x_train).tolist())}
    for axes in ways:
        turned = np.flip(data.x_test, axes)
        own = (turned == data.x_test).reshape(len(turned), -1).all(axis=1)
        some = test[~own[test]]
        if not len(some):
            continue
        keys = zip(some.tolist(), _keys(turned[some]).tolist(), strict=True)
        pairs |= {i: places[key] for i, key in keys if key in places}
        pairs |= dict(find_near_pairs(replace(data, x_test=turned), train, some, seed))
    return tuple(sorted(pair for pair in pairs.items() if pair[0] not in straight))


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
