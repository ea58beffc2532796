"""Random numbers or the baker's map?

Both are LENGTH numbers between 0 and 1 with mean 1/2 and variance 1/12. The first are drawn
independently of each other; in the second each number follows from the one before it:
multiply by MULTIPLIER, drop the whole part.
"""

import numpy as np

LENGTH = 100
MULTIPLIER = 3.0


def random(rng, n):
    """Independent random numbers."""
    return rng.random((n, LENGTH))


def baker(rng, n):
    """X -> MULTIPLIER x mod 1, from a random start."""
    x = rng.random(n)
    numbers = np.empty((n, LENGTH))
    for i in range(LENGTH):
        x = MULTIPLIER * x
        x -= np.floor(x)
        numbers[:, i] = x
    return numbers


def best(x):
    """The map's law holds at every step, but for rounding."""
    gap = (MULTIPLIER * x[:, :-1] - x[:, 1:]) % 1.0
    return np.all(np.minimum(gap, 1 - gap) < 1e-4, axis=1).astype(int)
