"""Clusters: examples that belong together count as one, for they are not drawn by themselves."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Groups
from miwake.stats.distributions import t_quantile

Z95 = 1.959963984540054  # the 97.5 % point of the normal distribution


def cluster_means(scores: NDArray[Any], groups: Groups) -> NDArray[Any]:
    """Take one score for each group, so that their mean is still that of all examples.

    Args:
        scores: of each example, shape (n,); or of several networks, shape (networks, n).
        groups: the group of each example, shape (n,); None: each is one of its own.

    Returns:
        a score for each of k groups, shape (k,) or (networks, k), whose plain mean is that of the
        scores: the sum over the group's examples over the mean size of a group.
    """
    if groups is None:
        return scores
    _, place = np.unique(groups, return_inverse=True)
    rows = np.atleast_2d(np.asarray(scores, np.float64))
    sums = np.stack([np.bincount(place, row) for row in rows])
    means = sums * (sums.shape[1] / rows.shape[1])
    return np.asarray(means if scores.ndim == 2 else means[0])


def count_clusters(n: int, groups: Groups) -> int:
    """Count the groups that n examples are of."""
    return n if groups is None else len(np.unique(groups))


def effective_count(hits: NDArray[np.bool_], groups: NDArray[Any]) -> float:
    """Count how many examples that are drawn by themselves would tell as much.

    The variance of the share of hits follows from how groups differ. Where all examples are alike,
    nothing tells how groups would differ, and each counts once. That a few groups alone estimate
    the variance makes them tell less: by the ratio of the normal quantile to Student's, squared.

    Args:
        hits: whether the answer to each example is right, shape (n,), n at least 1.
        groups: the group of each example, shape (n,).

    Source:
        E. L. Korn and B. I. Graubard, Surv. Methodol. 24, 193 (1998).
    """
    _, place, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    n, k, share = len(hits), len(sizes), float(hits.mean())
    if k < 2:
        return 1e-9
    if 0 < share < 1:
        apart = np.bincount(place, hits - share)
        variance = float(apart @ apart) * k / (k - 1) / n**2
        count = min(float(n), share * (1 - share) / variance) if variance else float(n)
    else:
        count = n**2 / float(sizes @ sizes)
    return count * (Z95 / t_quantile(k - 1)) ** 2
