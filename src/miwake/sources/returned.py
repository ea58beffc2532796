"""What a class function returned, as arrays: examples of one shape, and their facts."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import TaskError


def read_returned(
    returned: Sequence[Any], at: str, count: int | None = None
) -> tuple[NDArray[Any], dict[str, NDArray[Any]]]:
    """Examples and facts from what the calls of one function returned.

    Args:
        returned: what each call returned: x, or (x, facts).
        at: whose function it is, for messages.
        count: the examples asked for, where one call made them all.

    Raises:
        TaskError: it can't be used as examples.
    """
    pairs = [r if _has_facts(r) else (r, {}) for r in returned]
    arrays = [as_example(x, at, count) for x, _ in pairs]
    _same_shape(arrays, at)
    facts = _gather_facts([f for _, f in pairs], at, count)
    return (np.stack(arrays) if count is None else arrays[0]), facts


def as_example(value: Any, at: str, count: int | None = None) -> NDArray[Any]:
    """What a function returned, as numbers: one example, or `count` of them.

    Integers of one or two bytes stay as they are; everything else becomes float32, the precision
    that networks compute in.

    Raises:
        TaskError: it is nothing, no numbers, not finite or not `count` examples; `at` names whose.
    """
    if value is None:
        raise TaskError(
            f"{at} returned nothing (None); end the function with `return` and an array"
        )
    try:
        array = np.asarray(value)
    except ValueError:
        raise TaskError(
            f"{at} returned rows of different lengths; make them equally long"
        ) from None
    if array.dtype.kind not in "biuf":
        raise TaskError(f"{at} returned {_kind(array)}; return an array of numbers")
    if array.size == 0:
        raise TaskError(f"{at} returned an empty array of shape {array.shape}; return numbers")
    if count is not None and (array.ndim == 0 or len(array) != count):
        raise TaskError(
            f"{at} takes (rng, n) and returned shape {array.shape} for n = {count}; "
            f"return n examples, shape ({count}, ...), or take rng alone"
        )
    kept = array.dtype.kind in "iu" and array.dtype.itemsize <= 2
    with np.errstate(over="ignore"):
        array = np.ascontiguousarray(
            array, np.uint8 if array.dtype == bool else array.dtype if kept else np.float32
        )
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        what = "NaN" if np.isnan(array).any() else "infinite numbers"
        raise TaskError(f"{at} returned {what}; a network can learn from finite numbers only")
    return array


def _kind(array: NDArray[Any]) -> str:
    if array.dtype.kind in "US":
        return f"text ({str(array.flat[0])!r})"
    if array.dtype == object:
        return f"Python objects ({type(array.flat[0]).__name__ if array.size else 'none'})"
    return f"an array of {array.dtype}"


def _has_facts(returned: Any) -> bool:
    return isinstance(returned, tuple) and len(returned) == 2 and isinstance(returned[1], dict)


def _same_shape(arrays: Sequence[NDArray[Any]], at: str) -> None:
    for array in arrays:
        if array.shape != arrays[0].shape:
            raise TaskError(
                f"{at} returned shape {arrays[0].shape} and shape {array.shape}; "
                "all examples must have one shape"
            )


def _gather_facts(
    facts: list[dict[str, Any]], at: str, count: int | None
) -> dict[str, NDArray[Any]]:
    names = facts[0].keys()
    if any(f.keys() != names for f in facts):
        raise TaskError(f"{at} returned facts with different names; name the same ones each time")
    columns = {n: np.asarray(facts[0][n] if count else [f[n] for f in facts]) for n in names}
    for name, column in columns.items():
        if column.shape != (count or len(facts),) or column.dtype.kind not in "biufU":
            raise TaskError(
                f"{at} returned the fact {name!r} as {_kind(column)} of shape {column.shape}; "
                "a fact is one number or one text an example"
            )
    return columns
