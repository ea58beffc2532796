"""What a class function returned, as arrays: examples of one shape, and their facts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import TaskError
from miwake.readers.numbers import convert, describe, example_type


def read_returned(
    call: Callable[[], Any], calls: int, at: str, count: int | None = None
) -> tuple[NDArray[Any], dict[str, NDArray[Any]]]:
    """Examples and facts from what a function returns in so many calls.

    Each is read before the next is made, since it may be the same array, changed in place.

    Args:
        call: returns x, or (x, facts).
        calls: how often to call it.
        at: whose function it is, for messages.
        count: the examples asked for, where one call makes them all.

    Raises:
        TaskError: it can't be used as examples.
    """
    arrays, facts = [], []
    for _ in range(calls):
        returned = call()
        x, named = returned if has_facts(returned) else (returned, {})
        array = _as_array(x, at, count)
        arrays.append(array.copy() if calls > 1 else array)
        facts.append(dict(named))
    _same_shape(arrays, at)
    dtype = example_type(*{example_type(array.dtype) for array in arrays})
    whole = np.stack(arrays) if count is None else arrays[0]
    return _in_type(whole, dtype, at), _gather_facts(facts, at, count)


def as_example(value: Any, at: str, count: int | None = None) -> NDArray[Any]:
    """What a function returned, as numbers: one example, or `count` of them.

    Integers of one or two bytes stay as they are; everything else becomes float32, the precision
    that networks compute in.

    Raises:
        TaskError: it is nothing, no numbers, not finite or not `count` examples; `at` names whose.
    """
    array = _as_array(value, at, count)
    return _in_type(array, example_type(array.dtype), at)


def _as_array(value: Any, at: str, count: int | None) -> NDArray[Any]:
    """What was returned as an array of numbers, whatever their type and size."""
    if value is None:
        raise TaskError(
            "{at} returned nothing (None); end the function with `return` and an array", at=at
        )
    try:
        array = np.asarray(value)
    except ValueError:
        raise TaskError(
            "{at} returned rows of different lengths; make them equally long", at=at
        ) from None
    except Exception as error:  # whatever an object's own __array__ raises
        why = " ".join(f"{type(error).__name__}: {error}".split())
        raise TaskError(
            "{at} returned {kind}, which NumPy can't read ({told}); return an array of numbers",
            at=at,
            kind=type(value).__name__,
            told=why,
        ) from error
    if array.dtype.kind not in "biuf":
        raise TaskError(
            "{at} returned {kind}; return an array of numbers", at=at, kind=describe(array)
        )
    if array.size == 0:
        raise TaskError(
            "{at} returned an empty array of shape {shape}; return numbers",
            at=at,
            shape=array.shape,
        )
    if count is not None and (array.ndim == 0 or len(array) != count):
        raise TaskError(
            "{at} takes (rng, n) and returned shape {shape} for n = {count}; "
            "return n examples, shape ({count}, ...), or take rng alone",
            at=at,
            shape=array.shape,
            count=count,
        )
    return array if array.ndim else array.reshape(1)


def _in_type(array: NDArray[Any], dtype: np.dtype[Any], at: str) -> NDArray[Any]:
    numbers, problem = convert(array, dtype)
    if problem is not None:
        raise TaskError(
            "{at} returned {what}; a network can learn from finite numbers only",
            at=at,
            what=problem,
        )
    return numbers


def has_facts(returned: Any) -> bool:
    """Tell (x, facts) from x alone."""
    return isinstance(returned, tuple) and len(returned) == 2 and isinstance(returned[1], dict)


def check_shapes(name: str, first: tuple[int, ...], then: tuple[int, ...]) -> None:
    """Raise a TaskError where two examples of a task have different shapes."""
    if first != then:
        raise TaskError(
            "{name}: shapes differ between examples ({first} and "
            "{then}); all examples must have one shape",
            name=name,
            first=first,
            then=then,
        )


def check_class_shapes(name: str, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Raise a TaskError where the examples of a task's classes have different shapes."""
    if len(set(shapes.values())) > 1:
        raise TaskError(
            "{name}: shapes differ between the classes ({each}); make them equal",
            name=name,
            each=", ".join(f"{label} {shape}" for label, shape in shapes.items()),
        )


def _same_shape(arrays: Sequence[NDArray[Any]], at: str) -> None:
    for array in arrays:
        if array.shape != arrays[0].shape:
            raise TaskError(
                "{at} returned shape {first} and shape {shape}; all examples must have one shape",
                at=at,
                first=arrays[0].shape,
                shape=array.shape,
            )


def _gather_facts(
    facts: list[dict[str, Any]], at: str, count: int | None
) -> dict[str, NDArray[Any]]:
    names = facts[0].keys()
    if any(f.keys() != names for f in facts):
        raise TaskError(
            "{at} returned facts with different names; name the same ones each time", at=at
        )
    return {
        n: _column(n, facts[0][n] if count else [f[n] for f in facts], at, count or len(facts))
        for n in names
    }


def _column(name: Any, values: Any, at: str, count: int) -> NDArray[Any]:
    try:
        column = np.asarray(values)
    except ValueError:
        column = np.empty(0, object)
    if column.dtype.kind == "U" and not all(isinstance(value, str) for value in values):
        column = column.astype(object)
    if not isinstance(name, str) or column.shape != (count,) or column.dtype.kind not in "biufU":
        raise TaskError(
            "{at} returned the fact {name!r} as {kind} of shape {shape}; "
            "a fact is a name with one number or one text an example",
            at=at,
            name=name,
            kind=describe(column),
            shape=column.shape,
        )
    return column


def put_facts(
    whole: dict[str, NDArray[Any]],
    part: Mapping[str, NDArray[Any]],
    places: NDArray[Any] | slice,
    count: int,
    at: str,
) -> None:
    """Put facts into their places in a whole of `count`; NaN or "" stands where there are none.

    Raises:
        TaskError: a fact is a number here and a text there.
    """
    for name, values in part.items():
        text = values.dtype.kind in "UO"
        if name not in whole:
            whole[name] = np.full(count, "" if text else np.nan, object if text else float)
        if text != (whole[name].dtype == object):
            raise TaskError(
                "{at}: the fact {name!r} is a number in some examples and a text in others; "
                "make it one of them in all",
                at=at,
                name=name,
            )
        whole[name][places] = values
