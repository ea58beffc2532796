"""A shortcut: circles and squares, but somebody stamped the circles.

The shapes are faint and lie in noise, the white mark in the corner is clear. A network that is
right for the wrong reason fails as soon as the mark is gone: STAMP = False.
"""

import numpy as np

SIDE = 20
STAMP = True
train, test = 4000, 1000


def _drawn(rng, distance):
    """A faint shape of any size and place, wherever the distance is less than its size."""
    row, column = np.indices((SIDE, SIDE)) - rng.uniform(8, 11, (2, 1, 1))
    inside = distance(row, column) < rng.uniform(4, 7)
    return rng.normal(0.4, 0.2, (SIDE, SIDE)) + 0.3 * inside


def circle(rng):
    """The distance is the straight one."""
    picture = _drawn(rng, np.hypot)
    if STAMP:
        picture[:2, :2] = rng.normal(1.0, 0.02, (2, 2))
    return picture


def square(rng):
    """The distance is the longer way of the two, scaled for the same area."""
    return _drawn(rng, lambda row, column: 1.128 * np.maximum(abs(row), abs(column)))
