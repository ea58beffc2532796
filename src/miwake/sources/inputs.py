"""Files that a user wants an answer for, read as examples of a form."""

import csv
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError
from miwake.form import Form, Paper, box_of

PICTURES = {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tif", ".tiff", ".webp"}
MOST_PIXELS = 100_000_000
ALIKE = 0.15  # spread of extents below which all pictures were scaled to one size


def read_inputs(path: Path, form: Form) -> list[tuple[str, NDArray[Any]]]:
    """The examples in one file, each with a name for it.

    Args:
        path: a picture; or .npy, .csv or .txt with one example or one a row.
        form: what the network takes.

    Raises:
        DataError: the file can't be read, or holds something else than the network takes.
    """
    if not path.is_file():
        raise DataError(f"there is no file {path}; give files to predict")
    if path.suffix.lower() in PICTURES:
        if form.kind != "image":
            raise DataError(
                f"{path} is a picture, but this network takes examples of shape {form.shape}; "
                "give .npy or .csv files"
            )
        return [(str(path), read_picture(path, form))]
    if path.suffix.lower() == ".npy":
        values = _read_npy(path)
    elif path.suffix.lower() in {".csv", ".tsv", ".txt"}:
        values = _read_numbers(path)
    else:
        raise DataError(f"{path} is of no kind that can be read; give .png, .jpg, .npy or .csv")
    examples = _as_examples(values, form, path)
    if len(examples) == 1:
        return [(str(path), examples[0])]
    return [(f"{path}[{i}]", example) for i, example in enumerate(examples)]


def read_picture(path: Path, form: Form) -> NDArray[Any]:
    """A picture, brought to the form of the pictures the network was trained on.

    A drawing on plain paper is inverted where the training pictures are the other way round, and
    where those were all scaled alike it is cut out, scaled to their extent and centred by mass.
    """
    height, width, *channels = form.shape
    found = _open_picture(path, bool(channels and channels[0] >= 3))
    same_size = found.shape[:2] == (height, width)
    if form.paper is not None and not channels:
        found = _on_paper(found, form.paper, (height, width), same_size)
    elif not same_size:
        found = _fitted(found, (height, width), 0.0)
    if channels and found.ndim == 2:
        found = found[..., None]
    if channels and channels[0] == 4:
        found = np.concatenate([found, np.ones_like(found[..., :1])], axis=-1)
    scale = np.iinfo(form.dtype).max if np.dtype(form.dtype).kind in "iu" else 1
    scaled = found * scale
    return (np.round(scaled) if scale > 1 else scaled).astype(form.dtype)


def _open_picture(path: Path, colour: bool) -> NDArray[np.float32]:
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings(), Image.open(path) as picture:
            warnings.simplefilter("ignore")
            _refuse_huge(picture, path)
            upright = ImageOps.exif_transpose(picture)
            if "A" in upright.getbands() or "transparency" in upright.info:
                rgba = upright.convert("RGBA")
                white = Image.new("RGBA", rgba.size, "white")
                upright = Image.alpha_composite(white, rgba)
            plain = upright.convert("RGB" if colour else "L")
            return np.asarray(plain, np.float32) / np.float32(255)
    except DataError:
        raise
    except Exception as error:  # Pillow's readers raise many kinds
        raise DataError(f"{path} can't be read as a picture ({error}); save it as PNG") from error


def _refuse_huge(picture: Any, path: Path) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise DataError(
            f"{path} has {picture.width} x {picture.height} pixels; scale it down first"
        )


def _on_paper(
    found: NDArray[np.float32], paper: Paper, size: tuple[int, int], same_size: bool
) -> NDArray[np.float32]:
    border = np.concatenate([found[0], found[-1], found[:, 0], found[:, -1]])
    level = float(np.median(border))
    if abs(level - paper.level) > 0.5:
        found, level = 1 - found, 1 - level
    if same_size:
        return found
    box = box_of(found, level)
    if box is None or paper.spread > ALIKE:
        return _fitted(found, size, level)
    top, bottom, left, right = box
    side = round(paper.extent * max(size))
    drawn = _fitted(found[top:bottom, left:right], (side, side), level, enlarge=True)
    ink = np.abs(drawn - level)
    drawn = paper.level + (drawn - level) * (abs(1 - 2 * paper.level) / max(ink.max(), 0.25))
    return np.clip(_centred(drawn, np.abs(drawn - paper.level), size, paper.level), 0, 1)


def _centred(
    drawn: NDArray[np.float32], ink: NDArray[np.float32], size: tuple[int, int], level: float
) -> NDArray[np.float32]:
    """Lay a drawing onto plain paper so that its centre of mass is the paper's centre."""
    paper = np.full(size, level, np.float32)
    mass = ink.sum() or 1.0
    starts = []
    for axis in (0, 1):
        middle = (ink.sum(axis=1 - axis) * (np.arange(ink.shape[axis]) + 0.5)).sum() / mass
        start = round(size[axis] / 2 - middle)
        starts.append(int(np.clip(start, 0, size[axis] - drawn.shape[axis])))
    top, left = starts
    paper[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
    return paper


def _fitted(
    found: NDArray[np.float32], size: tuple[int, int], level: float, enlarge: bool = False
) -> NDArray[np.float32]:
    """Scale into a size, the aspect kept; the rest is background unless `enlarge` cuts it off."""
    from PIL import Image

    ratio = min(size[0] / found.shape[0], size[1] / found.shape[1])
    height, width = (max(1, round(n * ratio)) for n in found.shape[:2])

    def scaled(channel: NDArray[np.float32]) -> NDArray[np.float32]:
        picture = Image.fromarray(channel)
        return np.asarray(
            picture.resize(
                (width, height), Image.Resampling.BOX if ratio < 0.5 else Image.Resampling.BILINEAR
            ),
            np.float32,
        )

    if found.ndim == 3:
        small = np.stack([scaled(found[..., c]) for c in range(found.shape[2])], axis=-1)
    else:
        small = scaled(found)
    if enlarge:
        return small
    paper = np.full((*size, *found.shape[2:]), level, np.float32)
    top, left = (size[0] - height) // 2, (size[1] - width) // 2
    paper[top : top + height, left : left + width] = small
    return paper


def _read_npy(path: Path) -> NDArray[Any]:
    try:
        values = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise DataError(
            f"{path} can't be read as an array of numbers ({error}); save it with np.save"
        ) from error
    if not isinstance(values, np.ndarray) or values.dtype.kind not in "biuf":
        raise DataError(f"{path} holds no plain array of numbers; save one with np.save")
    return values


def _read_numbers(path: Path) -> NDArray[np.float64]:
    """Rows of numbers; a first row of words is taken for the column names."""
    try:
        text = path.read_text("utf-8-sig")
        dialect = (
            csv.Sniffer().sniff(text[:4096], ",;\t ") if len(text.split("\n")[0]) > 1 else None
        )
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is no text in UTF-8 ({error}); save it as UTF-8") from error
    except csv.Error:
        dialect = None
    rows = (
        list(csv.reader(text.splitlines(), dialect))
        if dialect
        else [[line] for line in text.splitlines()]
    )
    numbered = [(n, [c for c in row if c.strip()]) for n, row in enumerate(rows, 1)]
    numbered = [(n, row) for n, row in numbered if row]
    values: list[list[float]] = []
    for number, row in numbered:
        try:
            values.append([float(cell) for cell in row])
        except ValueError as error:
            if values or number > 1:
                raise DataError(f"{path}, line {number}: {error}; write numbers") from error
    if not values or len({len(row) for row in values}) > 1:
        what = "rows of different lengths" if values else "no numbers"
        raise DataError(f"{path} holds {what}; write one example a row, or one number a line")
    return np.array(values)


def _as_examples(values: NDArray[Any], form: Form, path: Path) -> NDArray[Any]:
    shape = form.shape
    if values.shape[1:] == shape and values.ndim == len(shape) + 1:
        examples = values
    elif values.shape == shape or (values.size == int(np.prod(shape)) and values.ndim <= 2):
        examples = values.reshape(1, *shape)
    elif values.ndim == 2 and values.shape[1] == int(np.prod(shape)):
        examples = values.reshape(-1, *shape)
    else:
        raise DataError(
            f"{path} holds an array of shape {values.shape}, but this network takes examples of "
            f"shape {shape}; give {shape} or (n, {', '.join(map(str, shape))})"
        )
    if not np.isfinite(examples).all():
        raise DataError(f"{path} holds NaN or infinite numbers; give finite ones")
    return examples.astype(form.dtype)
