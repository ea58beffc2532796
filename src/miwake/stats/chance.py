"""Chance: what is reached without looking at the examples."""

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

UNEQUAL = 3.5  # standard errors that the largest of equal counts hardly ever lies above the mean


def chance_level(y: NDArray[Any], classes: int, y_train: ArrayLike = ()) -> float:
    """Return the accuracy of guessing: the share of the most frequent class in the test.

    A guesser reaches it by always answering that class, and none does better. Where the classes
    may well be equally frequent, it is 1 / classes: the largest of equal counts lies above the
    others by luck. Taken for the chance, it would make the binomial test fire in 1 of 100 cases
    where it should in 5.

    Args:
        y: class numbers of the test examples, shape (n,).
        classes: how many classes there are; 0 for a regression, whose chance is an R2 of 0.
        y_train: class numbers of training examples, which also tell whether classes are equal.
    """
    if not classes:
        return 0.0
    even = 1 / classes
    train = np.bincount(np.asarray(y_train, dtype=np.int64), minlength=classes)
    test = np.bincount(y, minlength=classes)
    if not test.sum():
        return even
    both = train + test
    spread = sqrt(even * (1 - even) / both.sum())
    equal = both.max() / both.sum() - even < UNEQUAL * spread
    return even if equal else float(test.max() / test.sum())
