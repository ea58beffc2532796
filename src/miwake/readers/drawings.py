"""Drawings on a plain background: how those for training lie on it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.input_spec import MAX_VALUES, Background

PLAIN = 0.9  # share of border pixels at one level from which a background counts as plain
MEASURED = 2000  # pictures that a background is measured on


def measure_max_value(x: NDArray[Any]) -> float:
    """Tell the number that stands for white in pictures: 1, 255 or 65,535."""
    largest = float(x.max())
    return next((value for value in MAX_VALUES if largest <= value), largest)


def measure_background(x: NDArray[Any], max_value: float) -> Background | None:
    """Measure how pictures lie on their background; None where it is not plain white or black.

    Args:
        x: pictures, shape (n, height, width) or (n, height, width, channels).
        max_value: the number that stands for white in them.
    """
    grey = _brightness(x[:: max(1, len(x) // MEASURED)], max_value)
    border = np.concatenate([grey[:, 0], grey[:, -1], grey[:, :, 0], grey[:, :, -1]], axis=1)
    level = float(np.median(border))
    if 0.2 < level < 0.8 or (np.abs(border - level) < 0.1).mean() < PLAIN:
        return None
    boxes = [bounding_box(picture, level) for picture in grey]
    sides = [max(b[1] - b[0], b[3] - b[2]) / max(grey.shape[1:]) for b in boxes if b is not None]
    if not sides:
        return None
    low, middle, high = np.percentile(sides, [25, 50, 75])
    return Background(level, float(middle), float(high - low))


def _brightness(x: NDArray[Any], max_value: float) -> NDArray[np.float32]:
    """Brightness from 0 to 1, shape (n, height, width)."""
    grey = x.astype(np.float32) / np.float32(max_value)
    return np.asarray(grey[..., :3].mean(axis=-1) if grey.ndim == 4 else grey, np.float32)


def bounding_box(picture: NDArray[Any], level: float) -> tuple[int, int, int, int] | None:
    """Top, bottom, left and right of what stands out from the background; None if nothing does."""
    ink = np.abs(picture - level) > 0.25
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return None
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
