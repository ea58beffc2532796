"""A leak: a network that seems to foresee coin tosses.

Random numbers get labels drawn at random, so nobody can be right more often than half of the time.
But the examples are copied to have more of them, and only then parted: most test examples were
met before. SPLIT_FIRST = True does it in the right order.
"""

import numpy as np

COUNT = 300
COPIES = 8
SPLIT_FIRST = False

epochs = 60


def load_data():
    """Rows of 20 random numbers, each with the result of a coin toss."""
    rng = np.random.default_rng(0)
    x = rng.random((COUNT, 20))
    y = rng.choice(["heads", "tails"], COUNT)
    half = COUNT // 2
    if SPLIT_FIRST:
        train = np.tile(np.arange(half), COPIES)
        test = np.arange(half, COUNT)
    else:
        everything = rng.permutation(np.tile(np.arange(COUNT), COPIES))
        train, test = np.split(everything, [COPIES * half])
    return (x[train], y[train]), (x[test], y[test])
