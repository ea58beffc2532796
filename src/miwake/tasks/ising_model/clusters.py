"""Clusters of spins that are bound to each other, on many periodic lattices at once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import label
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components


def number_clusters(down: NDArray[np.bool_], right: NDArray[np.bool_]) -> tuple[NDArray[Any], int]:
    """Number the clusters of spins that are bound to the next one below or to the right.

    The spins and the bonds between them become the pixels of one wide picture, whose connected
    regions SciPy finds fast; regions that touch across a lattice's edge are then joined.

    Args:
        down: whether each spin is bound to the one below it, shape (size, n, size).
        right: whether it is bound to the one to the right, likewise.

    Returns:
        The number of each spin's cluster, of the same shape, and how many numbers there are.
    """
    size, n, _ = down.shape
    picture = np.zeros((2 * size, n, 2 * size), bool)
    picture[::2, :, ::2] = True
    picture[1:-1:2, :, ::2] = down[:-1]
    picture[::2, :, 1:-1:2] = right[:, :, :-1]
    regions, count = label(picture.reshape(2 * size, -1))
    regions = regions.reshape(picture.shape)[::2, :, ::2] - 1
    last, first = (
        np.concatenate([regions[row][down[-1]], regions[:, :, row][right[:, :, -1]]])
        for row in (-1, 0)
    )
    touching = coo_array((np.ones(len(last), bool), (last, first)), shape=(count, count))
    joined, cluster = connected_components(touching, directed=False)
    return cluster[regions], joined
