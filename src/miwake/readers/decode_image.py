"""One picture file, decoded into the pixels that a network takes."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError, reason
from miwake.input_spec import ImageSpec
from miwake.readers.picture_levels import Picture, brightness, ground_of, lay_on, pillow, reads_heic

MAX_PIXELS = 100_000_000
GREY = {"1", "L", "LA", "La", "I", "F", "I;16", "I;16B", "I;16L"}
TURNED = {5, 6, 7, 8}  # EXIF orientations that lay the picture on its side
ORIENTATION, WIDTH, HEIGHT = 274, 256, 257  # tags of TIFF
EXIF, TAKEN, TAKEN_PART = 34665, 36867, 37521  # and of what cameras note: when, and how far into it
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
DRAFT = 2  # times the size wanted, at least, that a JPEG is decoded at


@dataclass(frozen=True)
class Header:
    """What a file says of its picture.

    Attributes:
        height, width: its size as it is looked at.
        colour: whether it has more than brightness.
        format: the file's.
        deep: whether it has more than 8 bits a pixel.
        clear: whether parts of it may be clear.
        taken: when a camera took it, in seconds of its clock; None where it says nothing.
    """

    height: int
    width: int
    colour: bool
    format: str
    deep: bool = False
    clear: bool = False
    taken: float | None = None


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
        turned = _lies_on_its_side(picture)
    except Exception as error:  # Pillow's readers raise many kinds
        if data[4:8] == b"ftyp" and data[8:12] in HEIC_BRANDS and not reads_heic():
            raise DataError(
                "it is a HEIC photo, which pip install 'miwake[heic]' lets it read"
            ) from error
        raise _unreadable(error) from error
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise DataError(
            "it has {width:,} x {height:,} pixels; scale it down first", width=width, height=height
        )
    size = (width, height) if turned else (height, width)
    colour, deep = picture.mode not in GREY, picture.mode[0] in "IF"
    about = Header(
        *size, colour, str(picture.format), deep, _is_clear(picture), _time_taken(picture)
    )
    return picture, about


def decode(picture: Any, spec: ImageSpec) -> NDArray[np.uint8]:
    """Decode the pixels, upright, on the spec's ground where they are clear, the aspect kept.

    Room that is left beside them takes the brightness (or colour) of the picture's border.

    Raises:
        DataError: the file is truncated or damaged.
    """
    image, ops = pillow()
    try:
        picture.draft(None, (DRAFT * max(spec.shape[:2]),) * 2)  # JPEG scales while it decodes
        upright = ops.exif_transpose(picture) if _may_turn(picture) else picture
        plain = _in_8_bits(upright, spec)
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


def decode_as_seen(picture: Any, spec: ImageSpec | None, on_white: bool) -> Picture:
    """Decode the picture as it is looked at: brightness 0 to 1, shape (height, width, 3).

    Args:
        picture: one that was opened.
        spec: what pictures were brought to in training, if it was pictures.
        on_white: whether clear parts are as in training, or white; else they are black behind a
            bright drawing.

    Raises:
        DataError: the file is truncated or damaged.
    """
    _, ops = pillow()
    try:
        upright = ops.exif_transpose(picture)
        if upright.mode[0] in "IF":  # 16 bits a pixel, which Pillow would cut off at 255
            return _in_floats(np.asarray(upright, np.float32), spec)
        if _is_clear(upright):
            ground = spec.ground if spec else "white"
            upright = lay_on(upright, ground if on_white else ground_of([upright]))
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


def _lies_on_its_side(picture: Any) -> bool:
    """Whether a picture is turned once its pixels are decoded, and its size does not say so yet."""
    if not _may_turn(picture) or picture.getexif().get(ORIENTATION) not in TURNED:
        return False
    if picture.format != "TIFF":
        return True
    return bool(picture.size == (picture.tag_v2.get(WIDTH), picture.tag_v2.get(HEIGHT)))


def _time_taken(picture: Any) -> float | None:
    """What a camera noted in EXIF, without its time zone, since what lies between two counts."""
    if "exif" not in picture.info:
        return None
    with suppress(Exception):  # notes may be damaged in any way, and the picture is still sound
        noted = picture.getexif().get_ifd(EXIF)
        time = datetime.strptime(str(noted[TAKEN]).strip("\0 "), "%Y:%m:%d %H:%M:%S")
        part = str(noted.get(TAKEN_PART, "")).strip("\0 ")
        return time.replace(tzinfo=UTC).timestamp() + float(f"0.{part}" if part.isdigit() else 0)
    return None


def _is_clear(picture: Any) -> bool:
    return "A" in picture.getbands() or "transparency" in picture.info


def _in_8_bits(picture: Any, spec: ImageSpec) -> Any:
    """The picture in 8 bits a channel and without transparency."""
    image, _ = pillow()
    mode = "RGB" if spec.colour else "L"
    if picture.mode == mode and not _is_clear(picture):
        picture.load()
        return picture
    if picture.mode[0] in "IF":
        grey = brightness(np.asarray(picture, np.float32), spec)
        picture = image.fromarray(np.round(grey * np.float32(255)).astype(np.uint8))
    if _is_clear(picture):
        picture = lay_on(picture, spec.ground)
    return picture.convert(mode)


def _in_floats(grey: Picture, spec: ImageSpec | None) -> Picture:
    return np.repeat(brightness(grey, spec)[..., None], 3, axis=2)


def _unreadable(error: Exception) -> DataError:
    text = " ".join(str(error).split())
    if type(error).__name__ == "UnidentifiedImageError":
        return DataError("it is no picture")
    if type(error).__name__ == "DecompressionBombError":
        return DataError("it would unpack to a huge picture; scale it down first")
    return DataError("{text}", text=text or type(error).__name__)
