"""Pictures that a user wants an answer for, brought to the form of the training pictures."""

import warnings
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError
from miwake.input_spec import Background, ImageSpec, InputSpec
from miwake.readers.decode_image import decode, open_picture, read_bytes
from miwake.readers.drawings import bounding_box

PICTURES = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp"}
MOST_PIXELS = 100_000_000
ALIKE = 0.15  # spread of extents below which all pictures were scaled to one size
CENTRED = 1.0  # pixels that the centre of mass may lie off in a picture that is used as it is
FAINT = 0.25  # ink that is fainter than this is not darkened to full ink

Picture = NDArray[np.float32]


def read_picture(path: Path, spec: InputSpec) -> NDArray[Any]:
    """A picture, brought to the form of the pictures the network was trained on.

    A drawing on plain paper may have any colours. Where the training pictures were all scaled
    alike it is treated as MNIST's digits were: cut out, scaled to their extent with its aspect
    kept, and laid down so that its centre of mass is the picture's centre.

    Raises:
        DataError: the file can't be read as a picture.

    Source:
        Y. LeCun et al., Proc. IEEE 86, 2278 (1998), section III.A.
    """
    if spec.image is not None:
        read = _as_in_training(path, spec.image)
        if read is not None:
            return read
    return picture_of(_open_picture(path, on_white=spec.background is None), spec)


def picture_of(found: Picture, spec: InputSpec) -> NDArray[Any]:
    """A picture or a drawing, as it is looked at, in the form of the training pictures.

    Args:
        found: brightness 0 to 1, shape (height, width, 3).
        spec: what the network takes.
    """
    height, width, *channels = spec.shape
    colour = bool(channels and channels[0] >= 3)
    if spec.background is not None and not colour:
        found = _on_paper(found, spec.background, (height, width))
    else:
        found = _fitted(found if colour else found.mean(axis=-1), (height, width), 0.0)
    if channels and found.ndim == 2:
        found = found[..., None]
    if channels and channels[0] == 4:
        found = np.concatenate([found, np.ones_like(found[..., :1])], axis=-1)
    scaled = found * np.float32(spec.max_value)
    whole = np.dtype(spec.dtype).kind != "f"
    return (np.round(scaled) if whole else scaled).astype(spec.dtype)


def _as_in_training(path: Path, canvas: ImageSpec) -> NDArray[np.uint8] | None:
    """The picture as a file for training is read; None if its size says that it is another kind."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture, header = open_picture(read_bytes(path))
            same = (header.height, header.width) == (canvas.height, canvas.width)
            return decode(picture, canvas) if canvas.scaled or same else None
    except DataError as error:
        raise DataError(
            "{path} can't be read as a picture ({error}); save it as PNG", path=path, error=error
        ) from error


def _open_picture(path: Path, on_white: bool) -> Picture:
    """The picture as it is looked at: brightness 0 to 1, shape (height, width, 3)."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path) as picture:
                _refuse_huge(picture, path)
                upright: Any = ImageOps.exif_transpose(picture)
                if upright.mode[0] in "IF":  # 16 bits a pixel, which Pillow would cut off at 255
                    return _deep(np.asarray(upright, np.float32))
                if "A" in upright.getbands() or "transparency" in upright.info:
                    upright = _opaque(upright.convert("RGBA"), on_white)
                return np.asarray(upright.convert("RGB"), np.float32) / np.float32(255)
    except DataError:
        raise
    except Exception as error:  # Pillow's readers raise many kinds
        raise DataError(
            "{path} can't be read as a picture ({error}); save it as PNG", path=path, error=error
        ) from error


def _refuse_huge(picture: Any, path: Path) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise DataError(
            "{path} has {width} x {height} pixels; scale it down first",
            path=path,
            width=picture.width,
            height=picture.height,
        )


def _deep(grey: Picture) -> Picture:
    white = next((w for w in (1, 255, 65_535) if grey.max() <= w), float(grey.max()))
    return np.repeat(np.clip(grey / np.float32(white), 0, 1)[..., None], 3, axis=2)


def _opaque(picture: Any, on_white: bool) -> Any:
    """Lay a picture with clear parts on white; a bright drawing on black, where it can be seen."""
    from PIL import Image

    values = np.asarray(picture, np.float32)
    inked = values[values[..., 3] > 127, :3]
    bright = not on_white and inked.size > 0 and inked.mean() > 127
    ground = Image.new("RGBA", picture.size, "black" if bright else "white")
    return Image.alpha_composite(ground, picture)


def _on_paper(found: Picture, paper: Background, size: tuple[int, int]) -> Picture:
    """A drawing as the training pictures show theirs: on their paper, in their ink."""
    border = np.concatenate([found[0], found[-1], found[:, 0], found[:, -1]])
    ink = np.abs(found - np.median(border, axis=0)).max(axis=-1)
    box = bounding_box(ink, 0.0)
    if box is None or paper.spread > ALIKE:
        ink = _fitted(ink, size, 0.0)
    elif ink.shape != size or _off_centre(ink) > CENTRED:
        top, bottom, left, right = box
        side = round(paper.extent * max(size))
        drawn = _scaled(ink[top:bottom, left:right], (min(side, size[0]), min(side, size[1])))
        ink = _centred(drawn / max(float(drawn.max()), FAINT), size)
    room = max(paper.level, 1 - paper.level)
    return np.asarray(np.clip(paper.level + np.sign(0.5 - paper.level) * room * ink, 0, 1))


def _middles(ink: Picture) -> list[float]:
    """The centre of mass, in pixels from the top left corner."""
    mass = float(ink.sum(dtype=float)) or 1.0
    sums = (ink.sum(axis=1, dtype=float), ink.sum(axis=0, dtype=float))
    return [float(side @ (np.arange(len(side)) + 0.5)) / mass for side in sums]


def _off_centre(ink: Picture) -> float:
    return max(abs(m - n / 2) for m, n in zip(_middles(ink), map(float, ink.shape), strict=True))


def _centred(drawn: Picture, size: tuple[int, int]) -> Picture:
    """Lay a drawing down so that its centre of mass is the centre, as far as it stays inside."""
    paper = np.zeros(size, np.float32)
    top, left = (
        min(max(round(whole / 2 - middle), 0), whole - part)
        for whole, middle, part in zip(size, _middles(drawn), drawn.shape, strict=True)
    )
    paper[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
    return paper


def _fitted(found: Picture, size: tuple[int, int], level: float) -> Picture:
    """Scale into a size, the aspect kept, in the middle of a background."""
    if found.shape[:2] == size:
        return found
    small = _scaled(found, size)
    height, width = small.shape[:2]
    paper = np.full((*size, *found.shape[2:]), level, np.float32)
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    paper[top : top + height, left : left + width] = small
    return paper


def _scaled(found: Picture, size: tuple[int, int]) -> Picture:
    """Scale as far as fits into a size, the aspect kept; each new pixel is a mean of its area."""
    from PIL import Image

    ratio = min(size[0] / found.shape[0], size[1] / found.shape[1])
    height, width = (max(1, round(n * ratio)) for n in found.shape[:2])

    def one(channel: Picture) -> Picture:
        how = Image.Resampling.BOX if ratio < 0.5 else Image.Resampling.BILINEAR
        return np.asarray(Image.fromarray(channel).resize((width, height), how), np.float32)

    if found.ndim == 2:
        return one(found)
    return np.stack([one(found[..., c]) for c in range(found.shape[2])], axis=-1)
