"""Crossings: at which value of a fact a network finds two classes equally likely."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Facts
from miwake.stats.psychometric import Curve, Estimate, crossing, curve_against

GROUPS = 40  # of a fact that has more different values
LEAST = 100  # examples
APART = 0.2  # how far from 1/2 the mean outputs at both ends of a fact must lie


def crossings_of(facts: Facts, outputs: NDArray[np.floating[Any]]) -> dict[str, Estimate]:
    """Where the mean outputs for two classes cross, for each fact along which they do.

    Args:
        facts: numbers or texts of the examples, each of shape (n,).
        outputs: probabilities, shape (n, 2); of any other shape there is nothing to find.

    Returns:
        The value at each crossing; its standard error is that of drawing the examples.
    """
    if outputs.shape[1] != 2:
        return {}
    found = {}
    for name, values in facts.items():
        fact = np.asarray(values)
        if fact.dtype.kind in "iuf" and fact.ndim == 1 and np.isfinite(fact).all():
            estimate = _crossing(_grouped(fact.astype(np.float64)), outputs[:, 0])
            if estimate is not None:
                found[name] = estimate
    return found


def crossings_of_repeats(found: Sequence[Mapping[str, Estimate]]) -> dict[str, Estimate]:
    """The mean over several networks that were asked about the same examples.

    Args:
        found: the crossings of each network.

    Returns:
        Those that all have. The errors of the networks and of the examples are added in squares:
        more networks make the first smaller, not the second.
    """
    together = {}
    for name in found[0]:
        if all(name in one for one in found):
            values = np.array([one[name].value for one in found])
            drawn = np.mean([one[name].error ** 2 for one in found])
            seeds = values.var(ddof=1) / len(values) if len(values) > 1 else 0.0
            together[name] = Estimate(float(values.mean()), float(np.sqrt(drawn + seeds)))
    return together


def _grouped(fact: NDArray[np.float64]) -> NDArray[np.float64]:
    """The fact, or the mean of equally large groups where it has too many different values."""
    if len(np.unique(fact)) <= GROUPS * 2:
        return fact
    means = np.empty_like(fact)
    for places in np.array_split(fact.argsort(kind="stable"), GROUPS):
        means[places] = fact[places].mean()
    return means


def _crossing(fact: NDArray[np.float64], output: NDArray[Any]) -> Estimate | None:
    if len(fact) < LEAST:
        return None
    curve = curve_against(fact, output)
    found = crossing(curve) if _goes_over(curve) else None
    return found if found and np.isfinite([found.value, found.error]).all() else None


def _goes_over(curve: Curve) -> bool:
    """Whether the curve goes from clearly one class to clearly the other, once."""
    if len(curve.values) < 2:
        return False
    side = np.sign(curve.means - 0.5) * (abs(curve.means - 0.5) > APART)
    clear = side[side != 0]
    return len(clear) > 1 and bool((np.diff(clear) != 0).sum() == 1) and side[0] * side[-1] == -1
