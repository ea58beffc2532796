"""Drawings on a plain background: how those for training lie on it, and others laid alike."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.input_spec import MAX_VALUES, Background, InputSpec
from miwake.readers.decode_image import scale
from miwake.readers.picture_levels import Picture

PLAIN = 0.9  # share of border pixels at one level from which a background counts as plain
MEASURED = 2000  # pictures that a background is measured on
ALIKE = 0.15  # spread of extents below which all pictures were scaled to one size
CENTRED = 1.0  # pixels that the centre of mass may lie off in a picture that is used as it is
INK = 0.25  # difference from the background above which something is drawn
FRAME = 0.04  # of a picture's side that a frame may take
FAINT = 0.25  # ink that is fainter than this is not darkened to full ink


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


def bounding_box(picture: NDArray[Any], level: float) -> tuple[int, int, int, int] | None:
    """Top, bottom, left and right of what stands out from the background; None if nothing does."""
    ink = np.abs(picture - level) > INK
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return None
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def match_training(picture: Picture, spec: InputSpec) -> NDArray[Any]:
    """Bring a picture or a drawing to the look of the pictures the network was trained on.

    A drawing on a plain background may have any colours. Where the training pictures were all
    scaled alike it is treated as MNIST's digits were: cut out, scaled to their extent with its
    aspect kept, and laid down so that its centre of mass is the picture's centre.

    Args:
        picture: as it is looked at, brightness 0 to 1, shape (height, width, 3).
        spec: what the network takes.

    Source:
        Y. LeCun et al., Proc. IEEE 86, 2278 (1998), section III.A.
    """
    height, width, *channels = spec.shape
    colour = bool(channels and channels[0] >= 3)
    if spec.background is not None and not colour:
        picture = _lay_on(spec.background, picture, (height, width))
    else:
        picture = _fit(picture if colour else picture.mean(axis=-1), (height, width))
    if channels and picture.ndim == 2:
        picture = picture[..., None]
    if channels and channels[0] == 4:
        picture = np.concatenate([picture, np.ones_like(picture[..., :1])], axis=-1)
    scaled = picture * np.float32(spec.max_value)
    whole = np.dtype(spec.dtype).kind != "f"
    return (np.round(scaled) if whole else scaled).astype(spec.dtype)


def _brightness(x: NDArray[Any], max_value: float) -> NDArray[np.float32]:
    """Brightness from 0 to 1, shape (n, height, width)."""
    grey = x.astype(np.float32) / np.float32(max_value)
    return np.asarray(grey[..., :3].mean(axis=-1) if grey.ndim == 4 else grey, np.float32)


def _lay_on(background: Background, picture: Picture, size: tuple[int, int]) -> Picture:
    """Lay a drawing as the training pictures show theirs: on their background, in their ink."""
    paper, (top, bottom, left, right) = _paper_of(picture)
    ink = np.abs(picture[top:bottom, left:right] - paper).max(axis=-1)
    box = bounding_box(ink, 0.0)
    if box is None or background.spread > ALIKE:
        ink = _fit(ink, size)
    elif ink.shape != size or _off_centre(ink) > CENTRED:
        top, bottom, left, right = box
        side = round(background.extent * max(size))
        drawn = scale(ink[top:bottom, left:right], (min(side, size[0]), min(side, size[1])))
        ink = _centre(drawn / max(float(drawn.max()), FAINT), size)
    level = background.level
    room = max(level, 1 - level)
    return np.asarray(np.clip(level + np.sign(0.5 - level) * room * ink, 0, 1))


def _paper_of(picture: Picture) -> tuple[Picture, tuple[int, int, int, int]]:
    """The colour of the paper, and the top, bottom, left and right of it without a frame.

    A frame is what lies along a side, up to FRAME of the picture, in another colour.
    """
    outer = _border(picture)
    depth = max(1, round(FRAME * min(picture.shape[:2])))
    if min(picture.shape[:2]) < 8 * depth:
        return outer, (0, picture.shape[0], 0, picture.shape[1])
    inner = _border(picture[depth:-depth, depth:-depth])
    paper = outer if np.abs(outer - inner).max() < INK else inner
    sides = (picture, picture[::-1], picture.swapaxes(0, 1), picture.swapaxes(0, 1)[::-1])
    cut = [_frame_width(side[:depth], paper) for side in sides]
    return paper, (cut[0], picture.shape[0] - cut[1], cut[2], picture.shape[1] - cut[3])


def _border(picture: Picture) -> Picture:
    pixels = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    return np.asarray(np.median(pixels, axis=0))


def _frame_width(lines: Picture, paper: Picture) -> int:
    """How many of some lines belong to a frame: up to the last that is mostly not paper."""
    framed = np.abs(np.median(lines, axis=1) - paper).max(axis=-1) >= INK
    return int(np.flatnonzero(framed)[-1]) + 1 if framed.any() else 0


def _centres_of_mass(ink: Picture) -> list[float]:
    """In pixels from the top left corner."""
    mass = float(ink.sum(dtype=float)) or 1.0
    sums = (ink.sum(axis=1, dtype=float), ink.sum(axis=0, dtype=float))
    return [float(side @ (np.arange(len(side)) + 0.5)) / mass for side in sums]


def _off_centre(ink: Picture) -> float:
    sizes = map(float, ink.shape)
    return max(abs(m - n / 2) for m, n in zip(_centres_of_mass(ink), sizes, strict=True))


def _centre(drawn: Picture, size: tuple[int, int]) -> Picture:
    """Lay a drawing down so that its centre of mass is the centre, as far as it stays inside."""
    whole = np.zeros(size, np.float32)
    top, left = (
        min(max(round(side / 2 - centre), 0), side - part)
        for side, centre, part in zip(size, _centres_of_mass(drawn), drawn.shape, strict=True)
    )
    whole[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
    return whole


def _fit(picture: Picture, size: tuple[int, int]) -> Picture:
    """Scale into a size, the aspect kept, in the middle of black."""
    if picture.shape[:2] == size:
        return picture
    small = scale(picture, size)
    height, width = small.shape[:2]
    whole = np.zeros((*size, *picture.shape[2:]), np.float32)
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    whole[top : top + height, left : left + width] = small
    return whole
