"""Chaos or chance?

The logistic map x -> R x (1 - x) at R = 4 against independent numbers of the very same
distribution, so that no histogram can tell them apart: only what follows what can.
"""

import numpy as np

LENGTH = 50
R = 4.0


def chaos(rng, n):
    """Each number follows from the one before."""
    x = np.empty((n, LENGTH))
    x[:, 0] = np.sin(np.pi / 2 * rng.random(n)) ** 2
    for i in range(1, LENGTH):
        x[:, i] = R * x[:, i - 1] * (1 - x[:, i - 1])
    return x


def chance(rng, n):
    """Independent numbers with the density 1 / (pi sqrt(x (1 - x)))."""
    return np.sin(np.pi / 2 * rng.random((n, LENGTH))) ** 2


network = "conv"
