"""Configurations of the Ising model on a periodic square lattice, by Swendsen-Wang clusters.

Many lattices are updated at once. Spins flipped one by one need ever longer to forget their start
near the critical temperature, about size ** 2.17 sweeps; clusters need a few sweeps there too.

Source:
    R. H. Swendsen and J.-S. Wang, Phys. Rev. Lett. 58, 86 (1987).
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from miwake.tasks.ising_model.exact import CRITICAL_TEMPERATURE

Spins = NDArray[np.int8]


def sample(rng: np.random.Generator, size: int, temperatures: ArrayLike) -> Spins:
    """One configuration for each temperature, each from a Markov chain of its own.

    A chain starts with all spins alike and goes through `sweeps_to_equilibrium` sweeps, so
    configurations are independent of each other and there is no autocorrelation to correct for.

    Args:
        rng: where randomness comes from.
        size: spins along a side, at least 3.
        temperatures: in units of J / k, shape (n,), above 0.

    Returns:
        Spins of -1 and 1, shape (n, size, size).

    Raises:
        ValueError: the size or a temperature can't be.
    """
    temperature = np.asarray(temperatures, float)
    if size < 3 or not (temperature > 0).all():
        raise ValueError(f"size = {size}, temperatures {temperature}; give at least 3 and above 0")
    spins = np.ones((len(temperature), size, size), np.int8)
    needed = sweeps_to_equilibrium(size, temperature)
    for done in range(needed.max(initial=0)):
        going = needed > done
        spins[going] = sweep(rng, spins[going], temperature[going])
    return spins


def sweeps_to_equilibrium(size: int, temperatures: ArrayLike) -> NDArray[np.int64]:
    """How many sweeps a chain from all spins alike needs at each temperature.

    The mean energy comes near its exact value as exp(-sweeps / t), where t was measured as 2.7,
    3.2 and 4.2 for sizes 10, 20 and 40 at the critical temperature, and below 2 for all sizes at
    more than 15 % from it. After these many sweeps at most about a thousandth of the energy's
    standard deviation is left.
    """
    near = abs(np.asarray(temperatures, float) / CRITICAL_TEMPERATURE - 1) < 0.15
    return np.where(near, 20 + size // 2, 15 + size // 20)


def sweep(rng: np.random.Generator, spins: Spins, temperatures: ArrayLike) -> Spins:
    """One Swendsen-Wang update of every lattice.

    Equal neighbours are bound with probability 1 - exp(-2 / T), and each cluster of bound spins
    gets a new sign.

    Args:
        rng: where randomness comes from.
        spins: of -1 and 1, shape (n, size, size).
        temperatures: in units of J / k, shape (n,).

    Returns:
        The new spins, of the same shape.
    """
    bind = (1 - np.exp(-2 / np.asarray(temperatures, float))).astype(np.float32)[:, None]
    lattices = np.moveaxis(spins, 1, 0)  # rows first, so that lattices lie side by side
    bound = rng.random((2, *lattices.shape), np.float32) < bind
    down = bound[0] & (lattices == np.roll(lattices, -1, 0))
    right = bound[1] & (lattices == np.roll(lattices, -1, 2))
    from miwake.tasks.ising_model.clusters import number_clusters  # it loads SciPy

    clusters, count = number_clusters(down, right)
    signs = rng.integers(0, 2, count, np.int8) * 2 - 1
    return np.ascontiguousarray(np.moveaxis(lattices * signs[clusters], 0, 1))


def energies(spins: NDArray[Any]) -> NDArray[np.int64]:
    """The energy of each configuration in units of J.

    Args:
        spins: of -1 and 1, shape (n, size, size).

    Returns:
        Minus the sum of the products of neighbours, shape (n,).
    """
    neighbours = np.roll(spins, 1, 1) + np.roll(spins, 1, 2)
    energy: NDArray[np.int64] = -(spins * neighbours).sum(axis=(1, 2), dtype=np.int64)
    return energy
