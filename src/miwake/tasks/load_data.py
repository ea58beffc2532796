"""Data that a task loads in Keras' form: ((x_train, y_train), (x_test, y_test))."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.errors import DataError
from miwake.generate.validate import as_example

TRAIN_STREAM, TEST_STREAM = (3, 0), (3, 1)  # apart from the streams that examples are made of


Part = tuple[NDArray[Any], NDArray[Any]]  # examples and their labels
Loaded = tuple[Part, Part]


def read_loaded(returned: Any, at: str) -> Loaded:
    """Check what `load_data` returned, and read it as arrays of numbers and of labels.

    Args:
        returned: ((x_train, y_train), (x_test, y_test)).
        at: whose data it is, for messages.

    Raises:
        DataError, TaskError: it has another form.
    """
    try:
        (x_train, y_train), (x_test, y_test) = returned
    except (TypeError, ValueError):
        raise DataError(
            "{at} returned {kind}; return (x_train, y_train), (x_test, y_test)",
            at=at,
            kind=type(returned).__name__,
        ) from None
    return _read_part(x_train, y_train, f"{at}, train"), _read_part(x_test, y_test, f"{at}, test")


def dataset_of(
    loaded: Loaded,
    classes: tuple[str, ...],
    train: int | None,
    test: int | None,
    seed: int,
    at: str,
) -> Dataset:
    """Make a dataset of what was loaded, or of a part of it drawn with the seed.

    Args:
        loaded: the examples.
        classes: the labels that y holds, in the order of their numbers; empty: as they are in y.
        train: how many examples for training to keep; None: all.
        test: the same for testing.
        seed: decides which are kept.
        at: whose data it is, for messages.

    Raises:
        DataError: there are fewer examples than asked for, or labels that are not in `classes`.
    """
    x_train, y_train = _draw(loaded[0], train, (seed, *TRAIN_STREAM), f"{at}, train")
    x_test, y_test = _draw(loaded[1], test, (seed, *TEST_STREAM), f"{at}, test")
    names = classes or tuple(str(v) for v in np.unique(np.concatenate([y_train, y_test])))
    if len(names) < 2:
        raise DataError(
            "{at} has the label {label} alone; it takes at least two to tell apart",
            at=at,
            label=names[0],
        )
    return Dataset(
        x_train=x_train,
        y_train=_numbers(y_train, names, at),
        x_test=x_test,
        y_test=_numbers(y_test, names, at),
        classes=names,
        seed=seed,
    )


def _read_part(x: Any, y: Any, at: str) -> Part:
    x, y = as_example(x, at), _labels(y, at)
    if x.ndim == 0 or len(x) != len(y):
        raise DataError(
            "{at} has x of shape {shape} and {n:,} labels; each example needs one label",
            at=at,
            shape=x.shape,
            n=len(y),
        )
    return x, y


def _draw(part: Part, keep: int | None, seed: tuple[int, ...], at: str) -> Part:
    x, y = part
    if keep is None or keep == len(y):
        return x, y
    if keep > len(y):
        raise DataError(
            "{at} has {n:,} examples, not {keep:,}; ask for {n:,} or fewer",
            at=at,
            n=len(y),
            keep=keep,
        )
    order = np.random.default_rng(np.random.SeedSequence(seed[0], spawn_key=seed[1:]))
    indices = np.sort(order.choice(len(y), keep, replace=False))
    return x[indices], y[indices]


def _labels(y: Any, at: str) -> NDArray[Any]:
    """One label an example: whole numbers or texts, in shape (n,) or (n, 1)."""
    try:
        labels = np.asarray(y)
        labels = np.asarray(labels.tolist()) if labels.dtype == object else labels
    except (ValueError, TypeError):
        labels = np.empty((), object)
    if labels.ndim == 0 or labels.size != len(labels) or labels.dtype.kind not in "biufU":
        raise DataError(
            "{at} has labels of shape {shape} and type {dtype}; "
            "give one number or text an example, shape (n,)",
            at=at,
            shape=labels.shape,
            dtype=labels.dtype,
        )
    return labels.reshape(-1)


def _numbers(y: NDArray[Any], names: tuple[str, ...], at: str) -> NDArray[np.int32]:
    places = {name: number for number, name in enumerate(names)}
    values, where = np.unique(y, return_inverse=True)
    unknown = [str(v) for v in values if str(v) not in places]
    if unknown:
        raise DataError(
            "{at} has the label {label}, which is not in classes; add it there",
            at=at,
            label=unknown[0],
        )
    numbers = np.array([places[str(v)] for v in values], np.int32)
    return numbers[where]
