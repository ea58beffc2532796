"""Clusters: examples that belong together count as one, for they are not drawn by themselves."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def cluster_means(scores: NDArray[Any], groups: NDArray[np.integer] | None) -> NDArray[Any]:
    """Take one score for each group, so that their mean is still that of all examples.

    Args:
        scores: of each example, shape (n,).
        groups: the number of each example's group, shape (n,); None: each is one of its own.

    Returns:
        a score for each of k groups, shape (k,), whose plain mean is that of the scores: the sum
        over the group's examples over the mean size of a group.
    """
    if groups is None:
        return scores
    _, place = np.unique(groups, return_inverse=True)
    sums = np.bincount(place, np.asarray(scores, np.float64))
    return np.asarray(sums * (len(sums) / len(scores)))
