"""Is there a tone in the noise?

A sine tone of any frequency and phase, in noise that is at least as loud. Each example names its
loudness as a fact, so that results can be shown against it.
"""

import numpy as np

LENGTH = 128
LOUDEST = 1.0


def tone(rng, n):
    """A tone in noise."""
    loudness = rng.uniform(0, LOUDEST, n)
    frequency, phase = rng.uniform(4, 40, (n, 1)), rng.uniform(0, 2 * np.pi, (n, 1))
    wave = np.sin(2 * np.pi * frequency * np.arange(LENGTH) / LENGTH + phase)
    return loudness[:, None] * wave + rng.normal(size=(n, LENGTH)), {"loudness": loudness}


def noise(rng, n):
    """Noise alone, as loud as with the tone."""
    loudness = rng.uniform(0, LOUDEST, n)
    spread = np.sqrt(1 + loudness**2 / 2)[:, None]
    return spread * rng.normal(size=(n, LENGTH)), {"loudness": loudness}
