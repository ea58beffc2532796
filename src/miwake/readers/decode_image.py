"""One picture file, decoded into the pixels that a network takes."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError, reason
from miwake.input_spec import ImageSpec

MOST_PIXELS = 100_000_000
GREY = {"1", "L", "LA", "La", "I", "F", "I;16", "I;16B", "I;16L"}
TURNED = {5, 6, 7, 8}  # EXIF orientations that lay the picture on its side
ORIENTATION = 274


@dataclass(frozen=True)
class Header:
    """What a file says of its picture: its size as it is looked at, colour, and format."""

    height: int
    width: int
    colour: bool
    format: str


def read_bytes(path: Path) -> bytes:
    """A file's bytes.

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
    """A picture whose pixels are not decoded yet, and its header.

    Raises:
        DataError: it is no picture, or a huge one.
    """
    from PIL import Image

    try:
        picture = Image.open(io.BytesIO(data))
        turned = _may_turn(picture) and picture.getexif().get(ORIENTATION) in TURNED
    except Exception as error:  # Pillow's readers raise many kinds
        raise _no_picture(error) from error
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise DataError(
            "it has {width:,} x {height:,} pixels; scale it down first", width=width, height=height
        )
    size = (width, height) if turned else (height, width)
    return picture, Header(*size, picture.mode not in GREY, str(picture.format))


def decode(picture: Any, canvas: ImageSpec) -> NDArray[np.uint8]:
    """The pixels, upright, on white where they are clear, scaled with the aspect kept.

    Room that is left beside them takes the brightness (or colour) of the picture's border.

    Raises:
        DataError: the file is truncated or damaged.
    """
    from PIL import Image, ImageOps

    try:
        upright = ImageOps.exif_transpose(picture) if _may_turn(picture) else picture
        plain = _plain(upright, "RGB" if canvas.colour else "L")
        if plain.size == (canvas.width, canvas.height):
            return np.asarray(plain)
        ratio = min(canvas.height / plain.height, canvas.width / plain.width)
        size = max(1, round(plain.width * ratio)), max(1, round(plain.height * ratio))
        small = np.asarray(plain.resize(size, Image.Resampling.BILINEAR))
    except Exception as error:  # Pillow's readers raise many kinds
        raise _no_picture(error) from error
    border = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    laid = np.empty(canvas.shape, np.uint8)
    laid[:] = np.median(border, axis=0).astype(np.uint8)
    top, left = (canvas.height - small.shape[0]) // 2, (canvas.width - small.shape[1]) // 2
    laid[top : top + small.shape[0], left : left + small.shape[1]] = small
    return laid


def _may_turn(picture: Any) -> bool:
    return picture.format == "TIFF" or "exif" in picture.info


def _plain(picture: Any, mode: str) -> Any:
    """The picture in 8 bits a channel and without transparency."""
    from PIL import Image

    if picture.mode == mode and "transparency" not in picture.info:
        picture.load()
        return picture
    if picture.mode[0] in "IF":
        grey = np.asarray(picture, np.float32)
        white = 65_535 if picture.mode[0] == "I" else max(1.0, float(grey.max()))
        deep = np.nan_to_num(grey * np.float32(255 / white))
        picture = Image.fromarray(np.clip(np.round(deep), 0, 255).astype(np.uint8))
    if "A" in picture.getbands() or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    return picture.convert(mode)


def _no_picture(error: Exception) -> DataError:
    text = " ".join(str(error).split())
    if type(error).__name__ == "UnidentifiedImageError":
        return DataError("it is no picture")
    if type(error).__name__ == "DecompressionBombError":
        return DataError("it would unpack to a huge picture; scale it down first")
    return DataError("{text}", text=text or type(error).__name__)
