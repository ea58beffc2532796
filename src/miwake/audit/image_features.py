"""Features of images: batches of shape (n, height, width, channels) to features (n, k)."""

from functools import partial

import numpy as np

from miwake.audit.feature import Batch, Feature, Features

LEVELS = 16  # of the histogram


def brightness(x: Batch) -> Features:
    """The mean of all pixels."""
    return x.mean(axis=(1, 2, 3))[:, None]


def middle_brightness(x: Batch) -> Features:
    """The mean of the pixels in the middle: half the height and half the width."""
    top, left = x.shape[1] // 4, x.shape[2] // 4
    return x[:, top : x.shape[1] - top, left : x.shape[2] - left].mean(axis=(1, 2, 3))[:, None]


def colour(x: Batch) -> Features:
    """The mean of each channel."""
    return x.mean(axis=(1, 2))


def contrast(x: Batch) -> Features:
    """The standard deviation of all pixels."""
    return x.std(axis=(1, 2, 3))[:, None]


def histogram(x: Batch, low: float, high: float) -> Features:
    """The share of pixels on each of LEVELS equally wide levels from low to high."""
    n, numbers = len(x), x.reshape(len(x), -1)
    level = (numbers - low) * (LEVELS / (high - low) if high > low else 0.0)
    code = level.clip(0, LEVELS - 1).astype(np.int32) + LEVELS * np.arange(n)[:, None]
    return np.bincount(code.ravel(), minlength=n * LEVELS).reshape(n, LEVELS) / numbers.shape[1]


def border_pixels(x: Batch) -> Features:
    """The mean and the standard deviation of each of the four sides' outermost pixels."""
    return _means_and_spreads([x[:, :1], x[:, -1:], x[:, :, :1], x[:, :, -1:]])


def corner_pixels(x: Batch) -> Features:
    """The mean and the standard deviation of a small square in each corner."""
    side = corner_side(x.shape[1], x.shape[2])
    return _means_and_spreads(
        [x[:, rows, columns] for rows in _ends(side) for columns in _ends(side)]
    )


def corner_side(height: int, width: int) -> int:
    """How many pixels a corner is wide: a seventh of the image."""
    return max(1, min(height, width) // 7)


def sharpness(x: Batch) -> Features:
    """The mean size of a step to the next pixel: to the right, and down."""
    grey = x.mean(axis=3)
    steps = [np.abs(np.diff(grey, axis=axis)).mean(axis=(1, 2)) for axis in (2, 1)]
    return np.stack(steps, axis=1)


def _ends(side: int) -> tuple[slice, slice]:
    return slice(None, side), slice(-side, None)


def _means_and_spreads(parts: list[Batch]) -> Features:
    numbers = [measure(part, axis=(1, 2, 3)) for part in parts for measure in (np.mean, np.std)]
    return np.stack(numbers, axis=1)


def _range(x: Batch) -> dict[str, float]:
    return {"low": x.min(), "high": x.max()}


_image = partial(Feature, kinds=("image",))
IMAGE_FEATURES = (
    _image("brightness", brightness, clue=0),
    _image("middle_brightness", middle_brightness, clue=1),
    _image("colour", colour, clue=2, channels=2),
    _image("contrast", contrast, clue=3),
    _image("histogram", histogram, clue=7, fit=_range),
    _image("border_pixels", border_pixels, clue=5, edge=True),
    _image("corner_pixels", corner_pixels, clue=4, edge=True),
    _image("sharpness", sharpness, clue=6),
)
