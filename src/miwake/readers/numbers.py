"""Arrays as numbers that a network can learn from: their type, and what is wrong with them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import Phrase


def example_type(*types: np.dtype[Any]) -> np.dtype[Any]:
    """Choose the type that holds examples of all these types.

    Integers of one or two bytes stay as they are; everything else becomes float32, the precision
    that networks compute in.
    """
    common = np.result_type(*types)
    if common.kind == "b":
        return np.dtype(np.uint8)
    short = common.kind in "iu" and common.itemsize <= 2
    return common.newbyteorder("=") if short else np.dtype(np.float32)


def convert(array: NDArray[Any], dtype: np.dtype[Any]) -> tuple[NDArray[Any], Phrase | None]:
    """Bring numbers to a type; also say what of them is not finite in it, if anything is."""
    with np.errstate(over="ignore"):
        numbers = np.ascontiguousarray(array, dtype)
    if dtype.kind != "f" or np.isfinite(numbers).all():
        return numbers, None
    if np.isnan(array).any():
        return numbers, Phrase("NaN")
    if np.isfinite(array).all():
        return numbers, Phrase("numbers beyond 3.4e38, the largest that float32 holds")
    return numbers, Phrase("infinite numbers")


def describe(array: NDArray[Any]) -> Phrase:
    """Say what an array that holds no numbers holds."""
    first = array.flat[0] if array.size else None
    if array.dtype.kind in "US":
        return Phrase("text ({text!r})", text=str(first or "")[:40])
    if array.dtype == object:
        return Phrase("Python objects ({kind})", kind=type(first).__name__)
    return Phrase("an array of {dtype}", dtype=array.dtype)
