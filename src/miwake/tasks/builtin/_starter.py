"""Even or uneven?

Change this file: what stands here is only an example. `miwake train THIS_FILE` makes
60,000 examples with the functions below, trains a network to tell which function an example
came from, and tests it on 10,000 new ones.
"""

import numpy as np

LENGTH = 50  # a setting, because it is upper-case: --set LENGTH=20 changes it for one run


def even(rng):
    """Each function is a class, and its name is the label. It returns one example."""
    return rng.normal(0, 1, LENGTH)  # rng is a NumPy Generator: rng.random(), rng.integers() ...


def uneven(rng):
    """Random numbers, too, but their size slowly grows from the first to the last."""
    return rng.normal(0, 1, LENGTH) * np.linspace(0.8, 1.2, LENGTH)


# What else a task file may hold (take the # away to try it):
#
# def third(rng, n):                 # faster: n examples at once, shape (n, LENGTH)
#     return rng.uniform(-2, 2, (n, LENGTH))
#
# def best(x):                       # the best rule you know, to hold the network against
#     return (np.abs(x[:, LENGTH // 2 :]).mean(axis=1) > 0.8).astype(int)
#
# train, test, epochs = 60_000, 10_000, 5
