"""Is the die loaded?

A fair die against one whose six comes up LOAD times as often. `best` is the likelihood rule,
which nothing can beat: does the network find it, and how many throws does it take?
"""

import numpy as np

THROWS = 100
LOAD = 1.5


def fair(rng, n):
    """Each face with probability 1/6."""
    return rng.integers(1, 7, (n, THROWS), dtype=np.int16)


def loaded(rng, n):
    """The six is more likely."""
    weights = np.array([1, 1, 1, 1, 1, LOAD])
    return rng.choice(np.arange(1, 7, dtype=np.int16), (n, THROWS), p=weights / weights.sum())


def best(x):
    """The more likely die, given how many sixes there were."""
    sixes = (x == 6).sum(axis=1)
    ratio = sixes * np.log(LOAD) - THROWS * np.log((5 + LOAD) / 6)
    return (ratio > 0).astype(int)
