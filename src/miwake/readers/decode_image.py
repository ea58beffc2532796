"""One picture file, decoded into the pixels that a network takes."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError, reason
from miwake.input_spec import MAX_VALUES, ImageSpec

MAX_PIXELS = 100_000_000
GREY = {"1", "L", "LA", "La", "I", "F", "I;16", "I;16B", "I;16L"}
TURNED = {5, 6, 7, 8}  # EXIF orientations that lay the picture on its side
ORIENTATION = 274

Picture = NDArray[np.float32]


@dataclass(frozen=True)
class Header:
    """What a file says of its picture: its size as it is looked at, colour, and format."""

    height: int
    width: int
    colour: bool
    format: str


def pillow() -> tuple[Any, Any]:
    """Load Pillow: its Image and its ImageOps."""
    from PIL import Image, ImageOps

    return Image, ImageOps


@contextmanager
def warnings_ignored() -> Iterator[None]:
    """Ignore what Pillow warns of in odd files; threads share the filters."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def read_bytes(path: Path) -> bytes:
    """Read a file's bytes.

    Raises:
        DataError: there are none, or they can't be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError("it can't be read: {why}", why=reason(error)) from error
    if not data:
        raise DataError("it is empty")
    return data


def open_picture(data: bytes) -> tuple[Any, Header]:
    """Open a picture whose pixels are not decoded yet, and its header.

    Raises:
        DataError: it is no picture, or a huge one.
    """
    image, _ = pillow()
    try:
        picture = image.open(io.BytesIO(data))
        turned = _may_turn(picture) and picture.getexif().get(ORIENTATION) in TURNED
    except Exception as error:  # Pillow's readers raise many kinds
        raise _unreadable(error) from error
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise DataError(
            "it has {width:,} x {height:,} pixels; scale it down first", width=width, height=height
        )
    size = (width, height) if turned else (height, width)
    return picture, Header(*size, picture.mode not in GREY, str(picture.format))


def decode(picture: Any, spec: ImageSpec) -> NDArray[np.uint8]:
    """Decode the pixels, upright, on white where they are clear, scaled with the aspect kept.

    Room that is left beside them takes the brightness (or colour) of the picture's border.

    Raises:
        DataError: the file is truncated or damaged.
    """
    image, ops = pillow()
    try:
        upright = ops.exif_transpose(picture) if _may_turn(picture) else picture
        plain = _in_8_bits(upright, "RGB" if spec.colour else "L")
        if plain.size == (spec.width, spec.height):
            return np.asarray(plain)
        ratio = min(spec.height / plain.height, spec.width / plain.width)
        size = max(1, round(plain.width * ratio)), max(1, round(plain.height * ratio))
        small = np.asarray(plain.resize(size, image.Resampling.BILINEAR))
    except Exception as error:  # Pillow's readers raise many kinds
        raise _unreadable(error) from error
    border = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    whole = np.empty(spec.shape, np.uint8)
    whole[:] = np.median(border, axis=0).astype(np.uint8)
    top, left = (spec.height - small.shape[0]) // 2, (spec.width - small.shape[1]) // 2
    whole[top : top + small.shape[0], left : left + small.shape[1]] = small
    return whole


def decode_as_seen(picture: Any, on_white: bool) -> Picture:
    """Decode the picture as it is looked at: brightness 0 to 1, shape (height, width, 3).

    Args:
        picture: one that was opened.
        on_white: whether clear parts are white; else they are black behind a bright drawing.

    Raises:
        DataError: the file is truncated or damaged.
    """
    _, ops = pillow()
    try:
        upright = ops.exif_transpose(picture)
        if upright.mode[0] in "IF":  # 16 bits a pixel, which Pillow would cut off at 255
            return _in_floats(np.asarray(upright, np.float32))
        if "A" in upright.getbands() or "transparency" in upright.info:
            upright = _opaque(upright.convert("RGBA"), on_white)
        return np.asarray(upright.convert("RGB"), np.float32) / np.float32(255)
    except Exception as error:  # Pillow's readers raise many kinds
        raise _unreadable(error) from error


def scale(picture: Picture, size: tuple[int, int]) -> Picture:
    """Scale as far as fits into a size, the aspect kept; each new pixel is a mean of its area."""
    image, _ = pillow()
    ratio = min(size[0] / picture.shape[0], size[1] / picture.shape[1])
    height, width = (max(1, round(n * ratio)) for n in picture.shape[:2])
    how = image.Resampling.BOX if ratio < 0.5 else image.Resampling.BILINEAR

    def one(channel: Picture) -> Picture:
        return np.asarray(image.fromarray(channel).resize((width, height), how), np.float32)

    if picture.ndim == 2:
        return one(picture)
    return np.stack([one(picture[..., c]) for c in range(picture.shape[2])], axis=-1)


def _may_turn(picture: Any) -> bool:
    return picture.format == "TIFF" or "exif" in picture.info


def _in_8_bits(picture: Any, mode: str) -> Any:
    """The picture in 8 bits a channel and without transparency."""
    image, _ = pillow()
    if picture.mode == mode and "transparency" not in picture.info:
        picture.load()
        return picture
    if picture.mode[0] in "IF":
        grey = np.asarray(picture, np.float32)
        white = 65_535 if picture.mode[0] == "I" else max(1.0, float(grey.max()))
        deep = np.nan_to_num(grey * np.float32(255 / white))
        picture = image.fromarray(np.clip(np.round(deep), 0, 255).astype(np.uint8))
    if "A" in picture.getbands() or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        picture = image.alpha_composite(image.new("RGBA", clear.size, "white"), clear)
    return picture.convert(mode)


def _in_floats(grey: Picture) -> Picture:
    white = next((value for value in MAX_VALUES if grey.max() <= value), float(grey.max()))
    return np.repeat(np.clip(grey / np.float32(white), 0, 1)[..., None], 3, axis=2)


def _opaque(picture: Any, on_white: bool) -> Any:
    """Lay a picture with clear parts on white; a bright drawing on black, where it can be seen."""
    image, _ = pillow()
    values = np.asarray(picture, np.float32)
    inked = values[values[..., 3] > 127, :3]
    bright = not on_white and inked.size > 0 and inked.mean() > 127
    ground = image.new("RGBA", picture.size, "black" if bright else "white")
    return image.alpha_composite(ground, picture)


def _unreadable(error: Exception) -> DataError:
    text = " ".join(str(error).split())
    if type(error).__name__ == "UnidentifiedImageError":
        return DataError("it is no picture")
    if type(error).__name__ == "DecompressionBombError":
        return DataError("it would unpack to a huge picture; scale it down first")
    return DataError("{text}", text=text or type(error).__name__)
