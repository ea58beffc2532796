"""Circle, square or triangle?

Shapes of 28 x 28 pixels that look drawn by hand: of any size and place, turned, with a shaky line.
`miwake predict RUN my_drawing.png` tells what you drew yourself.
"""

import numpy as np
from PIL import Image, ImageDraw

SIDE = 28
SHAKE = 0.06
train, test = 6000, 2000


def _drawn(rng, corners):
    """A shape with so many corners, drawn in four times the size and scaled down."""
    angles = np.linspace(0, 2 * np.pi, corners + 1)[:-1] + rng.uniform(0, 2 * np.pi)
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    points = points * rng.uniform(0.25, 0.42) * (1 + SHAKE * rng.normal(size=(corners, 1)))
    points = (points + rng.uniform(0.45, 0.55, 2)) * 4 * SIDE
    paper = Image.new("L", (4 * SIDE, 4 * SIDE))
    line = [tuple(point) for point in [*points, points[0]]]
    ImageDraw.Draw(paper).line(line, fill=255, width=int(rng.integers(6, 12)), joint="curve")
    return np.asarray(paper.resize((SIDE, SIDE), Image.Resampling.BOX))


def circle(rng):
    return _drawn(rng, 24)


def square(rng):
    return _drawn(rng, 4)


def triangle(rng):
    return _drawn(rng, 3)
