"""Files of numbers, .npy and text, read as examples of what a network takes."""

import math
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError, reason
from miwake.input_spec import InputSpec
from miwake.readers.text_files import decode_text

SEPARATORS = ("\t", ";", ",")  # the first one that the first line holds; else spaces


def read_numbers(path: Path, spec: InputSpec) -> NDArray[Any]:
    """Read the examples in a file of numbers, shape (n, ...), n at least 1.

    Args:
        path: .npy with one example or several; or text with one example a row, one number a
            line, or the rows of one picture. A first row of words is taken for column names.
        spec: what the network takes.

    Raises:
        DataError: it can't be read, or holds something else; the message names the line.
    """
    try:
        values = read_npy(path) if path.suffix.lower() == ".npy" else _read_text(path, spec)
    except OSError as error:
        raise DataError("{path} can't be read ({why})", path=path, why=reason(error)) from error
    if values.dtype.kind not in "biuf":
        raise DataError(
            "{path} holds an array of {dtype}, no numbers; save numbers",
            path=path,
            dtype=values.dtype,
        )
    return _of_type(_as_examples(values, spec.shape, path), np.dtype(spec.dtype), path)


def read_npy(path: Path) -> NDArray[Any]:
    """Read an array that was saved with np.save; nothing in it is ever unpickled.

    Raises:
        DataError: it can't be read.
    """
    try:
        with quiet(), path.open("rb") as file:
            return np.asarray(np.lib.format.read_array(file, allow_pickle=False))
    except Exception as error:  # NumPy raises many kinds on damaged bytes
        raise unreadable(path, error) from error


def quiet() -> "warnings.catch_warnings[None]":
    """Ignore what NumPy warns of in damaged files."""
    return warnings.catch_warnings(action="ignore")


def unreadable(path: Path, error: Exception) -> DataError:
    """Explain why NumPy can't read a file."""
    text = " ".join(str(error).split())
    if "allow_pickle" in text:
        return DataError(
            "{path} holds Python objects, which are never unpickled because they could run code; "
            "save arrays of numbers, or of texts with dtype=str",
            path=path,
        )
    return DataError(
        "{path} can't be read as arrays ({text}); save it with NumPy again", path=path, text=text
    )


def _read_text(path: Path, spec: InputSpec) -> NDArray[np.float64]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        text = decode_text(path)
    lines = text.split("\n")
    filled = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and line[0] != "#"]
    first = filled[0][1] if filled else ""
    separator = next((s for s in SEPARATORS if s in first), None)
    rows = [(number, _cells(line, separator)) for number, line in filled]
    if rows and not any(_is_number(cell) for cell in rows[0][1]):
        rows = rows[1:]
    if not rows:
        raise DataError(
            "{path} holds no numbers; write one example a row, or one number a line", path=path
        )
    width = len(rows[0][1])
    for number, cells in rows:
        if len(cells) != width:
            raise DataError(
                "{path}, line {line} has {n} numbers, but line {first} has "
                "{width}; write equally many in each",
                path=path,
                line=number,
                n=len(cells),
                first=rows[0][0],
                width=width,
            )
        wrong = [cell for cell in cells if not _is_number(cell)]
        if wrong:
            raise DataError(
                "{path}, line {line} holds {cell!r}, which is no finite number; "
                "this network takes examples of shape {shape}, {size:,} numbers each",
                path=path,
                line=number,
                cell=wrong[0][:40],
                shape=spec.shape,
                size=math.prod(spec.shape),
            )
    return np.array([[float(cell) for cell in cells] for _, cells in rows])


def _cells(line: str, separator: str | None) -> list[str]:
    cells = [cell.strip().strip('"') for cell in line.split(separator)]
    if len(cells) > 1 and not cells[-1]:  # a separator at the end of the row
        cells.pop()
    return cells if separator == "," else [cell.replace(",", ".") for cell in cells]


def _is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False


def _as_examples(values: NDArray[Any], shape: tuple[int, ...], path: Path) -> NDArray[Any]:
    size = math.prod(shape)
    if values.ndim == len(shape) + 1 and values.shape[1:] == shape:
        examples = values
    elif values.shape == shape or (values.size == size and values.ndim <= 2):
        examples = values.reshape(1, *shape)
    elif values.ndim == 2 and values.shape[1] == size:
        examples = values.reshape(-1, *shape)
    else:
        raise DataError(
            "{path} holds an array of shape {shape}, but this network takes examples of "
            "shape {expected}; give {expected} or (n, {numbers})",
            path=path,
            shape=values.shape,
            expected=shape,
            numbers=", ".join(map(str, shape)),
        )
    if not len(examples):
        raise DataError("{path} holds no examples; give at least one", path=path)
    return examples


def _of_type(examples: NDArray[Any], dtype: np.dtype[Any], path: Path) -> NDArray[Any]:
    """The examples in the type that the network was trained on, unless that changes them."""
    with np.errstate(all="ignore"):
        typed = examples.astype(dtype)
        whole = dtype.kind == "f" or bool((typed == examples).all())
    if dtype.kind == "f" and not np.isfinite(typed).all():
        raise DataError("{path} holds NaN or infinite numbers; give finite ones", path=path)
    if not whole:
        raise DataError(
            "{path} holds numbers from {low:.4g} to {high:.4g}, but this "
            "network was trained on whole numbers of type {dtype}; scale and round them alike",
            path=path,
            low=examples.min(),
            high=examples.max(),
            dtype=dtype,
        )
    return typed
