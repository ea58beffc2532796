"""Errors, examples and histories as small plain data for the page."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import Message
from miwake.messages import render_error_in_all

MAX_NUMBERS = 400  # of a sequence that are drawn
MAX_SIDE = 96  # pixels of an image's side that are drawn
MAX_EPOCHS = 300  # of a history that are drawn


def error_content(error: Message) -> dict[str, Any]:
    """Give an error's text in all languages, and the line of the task file that it is about."""
    return {"text": render_error_in_all(error), "line": error.line}


def serialize_examples(x: NDArray[Any], white: float | None = None) -> list[dict[str, Any]]:
    """Examples as pixels from 0 to 255, or as numbers, each with its shape.

    Args:
        x: shape (n, ...).
        white: the number that stands for white in images; None: their largest.
    """
    if _is_image(x.shape[1:]):
        return [_pixels(image, *_range(x, white)) for image in x]
    flat = x.reshape(len(x), -1)[:, :MAX_NUMBERS].astype(float)
    return [{"numbers": [float(f"{n:.5g}") for n in row]} for row in flat]


def thin_history(history: Sequence[dict[str, float]]) -> list[dict[str, float]]:
    """A long history's epochs at even steps, and always the last: more than a chart can show."""
    step = -(-len(history) // MAX_EPOCHS)
    return [*history[:-1:step], *history[-1:]] if step > 1 else list(history)


def _is_image(shape: tuple[int, ...]) -> bool:
    return (len(shape) == 2 and min(shape) > 4) or (len(shape) == 3 and shape[2] in (1, 3, 4))


def _range(x: NDArray[Any], white: float | None) -> tuple[float, float]:
    low = min(0.0, float(x.min()))
    high = float(x.max()) if white is None else white
    return low, high if high > low else low + 1


def _pixels(image: NDArray[Any], low: float, high: float) -> dict[str, Any]:
    step = -(-max(image.shape[:2]) // MAX_SIDE)
    small = image[::step, ::step, ...].astype(float)
    pixels = np.clip((small - low) / (high - low) * 255, 0, 255).astype(np.uint8)
    channels = pixels.reshape(*pixels.shape[:2], -1)
    grey = channels.shape[2] < 3
    values = channels[..., 0] if grey else channels[..., :3]
    height, width = channels.shape[:2]
    return {"width": width, "height": height, "grey": grey, "pixels": values.ravel().tolist()}
