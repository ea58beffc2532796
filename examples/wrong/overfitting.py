"""Overfitting: 200 examples and enough time to learn them by heart.

The classes differ by a faint wave in loud noise. With so few examples it is easier to remember the
noise of each than to find the wave; --train 20000 or --fresh leave no other way.
"""

import numpy as np

LENGTH = 60
LOUDNESS = 0.35
train, test, epochs = 200, 5000, 40


def wave(rng, n):
    """A faint wave, always in the same place, in noise."""
    return still(rng, n) + LOUDNESS * np.sin(np.linspace(0, 4 * np.pi, LENGTH))


def still(rng, n):
    """Noise alone."""
    return rng.normal(size=(n, LENGTH))
