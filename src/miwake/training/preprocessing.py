"""What a network does with its input before anything is learned: scaling, and a table's columns."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.input_spec import TableSpec
from miwake.runtime.keras_backend import keras

TABLE = "table"  # the name of the small model
MOST_ONE_HOT = 512  # codes from which each one gets a few learned numbers instead of an input
EMBEDDED = 8
SMALL = 32 * 32  # numbers of a picture that need no mean 0: MNIST's have 784
MEASURED = 500  # large pictures whose mean and spread are taken for those of all
USUAL = 32 * 32 * 3  # numbers that a fully connected layer takes with variance 1


def input_layer(data: Dataset, fully_connected: bool = False) -> Any | None:
    """The layer (or the small model) that a network's input goes through; None if there is none.

    What it depends on is measured on the examples for training alone.

    Args:
        data: the examples.
        fully_connected: whether each neuron of the first layer has all numbers as its inputs.
    """
    if isinstance(data.reading, TableSpec):
        return table_model(data.reading, data.x_train)
    return scaling_of(data.x_train, data.kind == "image", fully_connected)


def scaling_of(x: NDArray[Any], is_image: bool, fully_connected: bool = False) -> Any | None:
    """The layer that brings inputs near the range -1 to 1; None where they lie there already.

    For fully connected layers large pictures get mean 0, and smaller numbers the more there are: a
    neuron adds up so many bright pixels that the first steps of Adam, which move each weight by as
    much, would push it to where it answers all pictures alike, for ever.
    """
    low, high = float(x.min()), float(x.max())
    largest = max(abs(low), abs(high))
    size = int(np.prod(x.shape[1:]))
    if fully_connected and is_image and size > SMALL and low >= 0 and high > 0:
        return _standardize(x[:: -(-len(x) // MEASURED)], largest, max(1.0, size / USUAL))
    if 0.1 <= largest <= 1 or largest == 0:
        return None
    if x.dtype.kind == "u" and is_image:
        return keras().layers.Rescaling(1 / np.iinfo(x.dtype).max)
    return _standardize(x, largest)


def _standardize(x: NDArray[Any], largest: float, wider: float = 1.0) -> Any:
    spread = (float(x.std(dtype=np.float64)) or largest) * wider
    mean = float(x.mean(dtype=np.float64))
    return keras().layers.Rescaling(1 / spread, offset=-mean / spread)


def table_model(table: TableSpec, x: NDArray[np.float32]) -> Any:
    """A table's columns as a network can use them, shape (table.width,) -> (features,).

    Numbers get mean 0 and variance 1; gaps stay 0 or 1; each code of a category becomes an input
    of its own, or a few learned numbers where there are very many.

    Args:
        table: the columns.
        x: the examples for training, shape (n, table.width).
    """
    layers, ops = keras().layers, keras().ops
    inputs = keras().Input((table.width,))
    ends = [len(table.numbers), len(table.numbers) + len(table.gaps)]
    numbers, gaps, codes = ops.split(inputs, ends, axis=1)
    parts = []
    if table.numbers:
        numeric = x[:, : ends[0]].astype(np.float64)
        mean, variance = numeric.mean(axis=0), numeric.var(axis=0)
        variance = np.where(variance > 0, variance, 1.0)
        parts.append(layers.Normalization(mean=mean.tolist(), variance=variance.tolist())(numbers))
    if table.gaps:
        parts.append(gaps)
    if table.categories and table.codes <= MOST_ONE_HOT:
        parts.append(layers.CategoryEncoding(table.codes, output_mode="multi_hot")(codes))
    elif table.categories:
        parts.append(layers.Flatten()(layers.Embedding(table.codes, EMBEDDED)(codes)))
    whole = layers.Concatenate()(parts) if len(parts) > 1 else parts[0]
    return keras().Model(inputs, whole, name=TABLE)


def output_layer(data: Dataset) -> Any | None:
    """The layer that brings a regression's output to the scale of its values; None if it is 1."""
    if data.classes:
        return None
    mean, spread = (float(f(data.y_train, dtype=np.float64)) for f in (np.mean, np.std))
    if abs(mean) <= 1 and 0.1 <= spread <= 1:
        return None
    return keras().layers.Rescaling(spread or 1.0, offset=mean)
