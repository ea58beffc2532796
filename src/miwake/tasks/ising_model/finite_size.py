"""Extrapolate from small lattices to an infinite one."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def mean_of_repeats(values: Sequence[float]) -> tuple[float, float]:
    """Average independent repeats; return the mean and its standard error."""
    count = len(values)
    error = np.std(values, ddof=1) / np.sqrt(count) if count > 1 else np.nan
    return float(np.mean(values)), float(error)


def extrapolate_to_infinite_size(
    sizes: ArrayLike, values: ArrayLike, errors: ArrayLike
) -> tuple[float, float]:
    """Extrapolate a quantity to infinite size: a straight line in 1 / size.

    A transition temperature moves as size ** (-1 / nu), and nu = 1 for the Ising model in two
    dimensions. All sizes count alike: errors from a few repeats are too uncertain for weights, and
    the size whose repeats happened to agree would decide alone.

    Args:
        sizes: at least two different ones, shape (k,).
        values: the quantity at each size, shape (k,).
        errors: their standard errors, shape (k,).

    Returns:
        the quantity at infinite size, and its standard error.

    Source:
        M. E. Fisher and M. N. Barber, Phys. Rev. Lett. 28, 1516 (1972).
    """
    x = 1 / np.asarray(sizes, float)
    design: NDArray[Any] = np.stack([np.ones(len(x)), x], axis=1)
    share = np.linalg.pinv(design)[0]  # of each size in the line's height at 1 / size = 0
    weighted = share * np.asarray(errors, float)
    return float(share @ np.asarray(values, float)), float(np.sqrt(weighted @ weighted))
