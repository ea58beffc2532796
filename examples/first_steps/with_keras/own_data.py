"""The data of steps 3 and 4 in plain Keras: examples, and a number for the class of each."""

import numpy as np

CLASSES = ("random", "baker")
LENGTH = 100


def examples(name, count, rng):
    """Sequences of one class, shape (count, LENGTH)."""
    if name == "random":
        return rng.random((count, LENGTH))
    columns = [rng.random(count)]
    for _ in range(LENGTH - 1):
        columns.append(np.modf(3 * columns[-1])[0])
    return np.stack(columns, axis=1)


def mixed(count, rng):
    """Sequences of both classes in random order, and their class numbers."""
    labels = rng.integers(len(CLASSES), size=count)
    sequences = np.empty((count, LENGTH))
    for number, name in enumerate(CLASSES):
        chosen = labels == number
        sequences[chosen] = examples(name, chosen.sum(), rng)
    return sequences, labels
