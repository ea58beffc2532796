"""The Ising model on a periodic square lattice, exactly: how probable each energy is.

A configuration's probability depends on the temperature through its energy alone, so what is
known of the energy says how well any rule can tell temperatures apart.

Source:
    B. Kaufman, Phys. Rev. 76, 1232 (1949), in the form of A. E. Ferdinand and M. E. Fisher,
    Phys. Rev. 185, 832 (1969).
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

CRITICAL_TEMPERATURE = 2 / np.log(1 + np.sqrt(2))


def log_partition(size: int, coupling: ArrayLike) -> NDArray[Any]:
    """The logarithm of the partition function, by Kaufman's formula.

    Args:
        size: spins along a side.
        coupling: J / kT, real or complex with a positive real part, any shape.

    Returns:
        ln Z of the same shape; for complex couplings on any branch of the logarithm.
    """
    k = np.asarray(coupling)
    root = np.sqrt(2 * np.sinh(2 * k))
    c = np.cosh(2 * k) / np.tanh(2 * k)
    # The formula has size factors each of the angles 0, 2, 4, ... and 1, 3, 5, ... times pi / size.
    # Angles a and 2 pi - a give equal factors, so but for 0 and pi they come as squares.
    zero = size * np.log(2 * np.sinh(k) * np.exp(k) / root)
    pi = size * np.log(2 * np.cosh(k) * np.exp(k) / root)
    terms = []
    for parity in (0, 1):
        angles = np.arange(parity, size, 2)
        inner = angles[angles > 0] * (np.pi / size)
        x = c[..., None] - np.cos(inner)
        wave = size * np.log(x + np.sqrt(x * x - 1))
        alone = ([zero] if parity == 0 else []) + ([pi] if size % 2 == parity else [])
        for sign in (1, -1):
            squares = np.log1p(np.exp(-wave) * (2 * sign + np.exp(-wave))) + wave
            factors = [np.exp(a) + sign * np.exp(-a) for a in alone]
            terms.append((squares.sum(axis=-1), np.prod(factors, axis=0)))
    largest = np.max([np.real(log) for log, _ in terms], axis=0)
    total = sum(np.exp(log - largest) * factor for log, factor in terms)
    return np.asarray(size * size * np.log(root) + largest + np.log(total / 2))


def energy_levels(size: int) -> NDArray[np.int64]:
    """All energies in units of J that a lattice may have: -2 N to 2 N in steps of 4."""
    spins = size * size
    return np.arange(-2 * spins, 2 * spins + 1, 4)


def energy_distribution(size: int, temperatures: ArrayLike) -> NDArray[np.float64]:
    """How probable each energy is, from the partition function at complex temperatures.

    Args:
        size: spins along a side.
        temperatures: in units of J / k, shape (t,).

    Returns:
        Probabilities of shape (t, N + 1), one a level of `energy_levels`; exact to about 1e-12.
    """
    levels = energy_levels(size)
    coupling = 1 / np.asarray(temperatures, float)[:, None]
    half = np.arange(len(levels) // 2 + 1)  # the other half is its complex conjugate
    angles = half * (np.pi / 2 / len(levels))
    shifted = coupling + 1j * angles
    ratio = log_partition(size, shifted) - log_partition(size, coupling)
    characteristic = np.exp(ratio + 1j * angles * levels[0])
    return np.clip(np.fft.irfft(characteristic, len(levels), axis=1), 0, None)


def log_likelihoods(energies: ArrayLike, size: int, temperatures: ArrayLike) -> NDArray[np.float64]:
    """How well each temperature explains each energy.

    Args:
        energies: in units of J, shape (n,).
        size: spins along a side.
        temperatures: in units of J / k, shape (t,).

    Returns:
        ln p(configuration | temperature), shape (n, t).
    """
    coupling = 1 / np.asarray(temperatures, float)
    boltzmann = np.multiply.outer(-np.asarray(energies, float), coupling)
    return np.asarray(boltzmann - log_partition(size, coupling))


def best_accuracy(size: int, cold: ArrayLike, hot: ArrayLike) -> float:
    """The accuracy that no rule can exceed, where all these temperatures are equally frequent.

    Args:
        size: spins along a side.
        cold: the temperatures of one class, in units of J / k.
        hot: those of the other.
    """
    sides = [energy_distribution(size, side).sum(axis=0) for side in (cold, hot)]
    return float(np.maximum(*sides).sum() / np.sum(sides))


def smallest_rmse(size: int, temperatures: ArrayLike) -> float:
    """The root mean square error that no estimate of the temperature can go below.

    Args:
        size: spins along a side.
        temperatures: in units of J / k, equally frequent.
    """
    t = np.asarray(temperatures, float)
    joint = energy_distribution(size, t) / len(t)
    energy = np.maximum(joint.sum(axis=0), np.finfo(float).tiny)
    mean = t @ joint / energy
    return float(np.sqrt(((t[:, None] - mean) ** 2 * joint).sum()))
