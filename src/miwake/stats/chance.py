"""Chance: what is reached without looking at the examples."""

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from miwake.dataset import Dataset, Groups

UNEQUAL = 3.5  # standard errors that the largest of equal counts hardly ever lies above the mean


def chance_of(data: Dataset) -> float:
    """Return the accuracy of guessing on a dataset's test examples; 0 for a regression."""
    classes, groups = len(data.classes), (data.groups_test, data.groups_train)
    return chance_level(data.y_test, classes, data.y_train, *groups)


def chance_level(
    y: NDArray[Any],
    classes: int,
    y_train: ArrayLike = (),
    groups: Groups = None,
    groups_train: Groups = None,
) -> float:
    """Return the accuracy of guessing: the share of the most frequent class in the test.

    A guesser reaches it by always answering that class, and none does better. Where the classes
    may well be equally frequent, it is 1 / classes: the largest of equal counts lies above the
    others by luck. Taken for the chance, it would make the binomial test fire in 1 of 100 cases
    where it should in 5.

    Args:
        y: class numbers of the test examples, shape (n,).
        classes: how many classes there are; 0 for a regression, whose chance is an R2 of 0.
        y_train: class numbers of training examples, which also tell whether classes are equal.
        groups: the group of each test example, shape (n,); None: each is one of its own.
        groups_train: the same of the training examples.
    """
    if not classes:
        return 0.0
    even = 1 / classes
    train = np.bincount(np.asarray(y_train, dtype=np.int64), minlength=classes)
    test = np.bincount(y, minlength=classes)
    if not test.sum():
        return even
    count = _kish(len(y), groups)
    whole = count + _kish(int(train.sum()), groups_train)
    equal = _may_be_equal(train + test, whole) and _may_be_equal(test, count)
    return even if equal else float(test.max() / test.sum())


def _may_be_equal(counts: NDArray[np.intp], count: float) -> bool:
    """Tell whether classes that are equally frequent may well come out in these numbers."""
    even = 1 / len(counts)
    spread = sqrt(even * (1 - even) / count)
    return bool(counts.max() / counts.sum() - even < UNEQUAL * spread)


def _kish(n: int, groups: Groups) -> float:
    """Return how many examples there are, or groups of them, were these all of one size."""
    if groups is None or not n:
        return n
    sizes = np.unique(groups, return_counts=True)[1]
    return float(n**2 / (sizes @ sizes))
