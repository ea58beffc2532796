"""Warn of labels that a loss can't learn; Keras trains on them without a word."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import Phrase
from miwake.runtime.keras_backend import keras

SPARSE = "SparseCategoricalCrossentropy", "sparse_categorical_crossentropy"
SHARES = (  # losses of numbers from 0 to 1
    *("BinaryCrossentropy", "binary_crossentropy"),
    *("BinaryFocalCrossentropy", "binary_focal_crossentropy"),
    *("CategoricalCrossentropy", "categorical_crossentropy"),
)


def check_labels(model: Any, *labels: Any) -> list[Phrase]:
    """Say which labels are out of the range of the model's losses.

    Args:
        model: a compiled model.
        labels: each an array of shape (n,) or (n, ...), or a list or dict of them.
    """
    phrases = []
    for y in labels:
        for loss, outputs, values in _outputs(model, y):
            phrase = _out_of_range(loss, outputs, values)
            if phrase is not None:
                phrases.append(phrase)
    return phrases


def _outputs(model: Any, y: Any) -> Iterator[tuple[Any, int, NDArray[Any]]]:
    """The loss, the number of outputs and the labels of each end of a model."""
    shapes = getattr(model, "output_shape", None)
    if isinstance(shapes, tuple) and not isinstance(shapes[0], tuple):
        if not isinstance(y, dict) and not isinstance(model.loss, dict | list | tuple):
            yield model.loss, shapes[-1], np.asarray(y)
        return
    names = list(getattr(model, "output_names", ()))
    by_name = shapes if isinstance(shapes, dict) else dict(zip(names, shapes or (), strict=False))
    for i, name in enumerate(by_name):
        loss = _part(model.loss, i, name)
        values = _part(y, i, name)
        if loss is not None and values is not None:
            yield loss, by_name[name][-1], np.asarray(values)


def _part(parts: Any, i: int, name: str) -> Any:
    """What belongs to an output: by its name, by its place, or the same for all."""
    if isinstance(parts, dict):
        return parts.get(name)
    if isinstance(parts, list | tuple):
        return parts[i] if i < len(parts) else None
    return parts


def _out_of_range(loss: Any, outputs: int | None, y: NDArray[Any]) -> Phrase | None:
    loss = keras().losses.get(loss)
    if y.dtype.kind not in "biuf" or not y.size:
        return None
    if _is_one_of(loss, SPARSE) and outputs and getattr(loss, "axis", -1) == -1:
        ignored = getattr(loss, "ignore_class", None)
        wrong = y[((y < 0) | (y >= outputs)) & (y != ignored)]
        if wrong.size:
            return Phrase(
                "the labels go from {low:g} to {high:g}, but a model with {outputs} outputs learns "
                "0 to {last}; Keras leaves the other labels, {wrong:,} of {n:,}, out of the loss; "
                "number them from 0",
                low=y.min(), high=y.max(), outputs=outputs, last=outputs - 1,
                wrong=wrong.size, n=y.size,
            )  # fmt: skip
    if _is_one_of(loss, SHARES) and (y.min() < 0 or y.max() > 1):
        return Phrase(
            "the labels go from {low:g} to {high:g}, but the loss {loss} takes 0 to 1; "
            "what it teaches for others means nothing; give classes as 0 and 1",
            low=y.min(), high=y.max(), loss=getattr(loss, "name", None) or loss.__name__,
        )  # fmt: skip
    return None


def _is_one_of(loss: Any, names: Sequence[str]) -> bool:
    """Whether a loss is one of these of Keras: an object of a class, or a function."""
    ours = [getattr(keras().losses, name) for name in names]
    kinds = tuple(kind for kind in ours if isinstance(kind, type))
    return loss in ours or isinstance(loss, kinds)
