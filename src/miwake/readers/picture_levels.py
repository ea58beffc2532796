"""Brightness that a file leaves open: what is white in deep pictures, and what clear parts show."""

import importlib.util
from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.input_spec import MAX_VALUES, Ground, ImageSpec

OUTLIERS = 0.001  # share of a picture's pixels that may be damaged, at either end
INKED = 127  # opacity above which a pixel is drawn

HEIC = (".heic", ".heif")

Picture = NDArray[np.float32]


@cache
def pillow() -> tuple[Any, Any]:
    """Load Pillow: its Image and its ImageOps, with photos of iPhones where its plugin is there."""
    from PIL import Image, ImageOps

    if reads_heic():
        import pillow_heif

        pillow_heif.register_heif_opener()
    return Image, ImageOps


def reads_heic() -> bool:
    """Tell whether the plugin that reads HEIC is installed."""
    return importlib.util.find_spec("pillow_heif") is not None


def levels_of(pictures: Iterable[Any]) -> tuple[float, float]:
    """Measure what is to be black and white in all of some deep pictures; both 0 for none."""
    levels = []
    for picture in pictures:
        grey = np.asarray(picture, np.float32)
        grey = grey[np.isfinite(grey)]
        if grey.size:
            levels.append(np.quantile(grey, [OUTLIERS, 1 - OUTLIERS]))
    if not levels:
        return 0.0, 0.0
    low, high = np.stack(levels).T
    return float(low.min()), float(high.max())


def ground_of(pictures: Iterable[Any]) -> Ground:
    """Choose the ground on which what is drawn in pictures with clear parts can be seen."""
    sums = np.zeros(2)
    for picture in pictures:
        values = np.asarray(picture.convert("RGBA"), np.float32)
        inked = values[values[..., 3] > INKED, :3]
        sums += inked.sum(dtype=np.float64), inked.size
    return "black" if sums[0] > INKED * sums[1] else "white"


def brightness(grey: Picture, spec: ImageSpec | None) -> Picture:
    """Bring a deep picture's values to 0 (black) to 1 (white).

    Args:
        grey: its values, shape (height, width).
        spec: says which are black and white; where it does not, the largest value tells.
    """
    low, high = (spec.low, spec.high) if spec else (0.0, 0.0)
    if low == high:
        largest = float(np.max(grey, initial=0.0, where=np.isfinite(grey)))
        high = next((value for value in MAX_VALUES if largest <= value), largest)
        low = 0.0
    scaled = (np.nan_to_num(grey, posinf=high, neginf=low, nan=low) - low) / (high - low)
    return np.asarray(np.clip(scaled, 0, 1), np.float32)


def lay_on(picture: Any, ground: Ground) -> Any:
    """Lay a picture with clear parts on black or white."""
    image, _ = pillow()
    clear = picture.convert("RGBA")
    return image.alpha_composite(image.new("RGBA", clear.size, ground), clear)
