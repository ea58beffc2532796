"""The built-in networks, and which of all networks go with a dataset."""

from collections.abc import Callable, Mapping
from typing import Any

from miwake.dataset import Dataset
from miwake.errors import NetworkError
from miwake.input_spec import kind_of
from miwake.runtime.keras_backend import keras

Builder = Callable[[tuple[int, ...], int], Any]


def dense(input_shape: tuple[int, ...], outputs: int) -> Any:
    """Fully connected layers: 128 neurons for images, 100 and 32 for sequences.

    Args:
        input_shape: the shape of one example.
        outputs: the number of classes, or 1 for a regression.
    """
    layers = keras().layers
    hidden: list[Any]
    if kind_of(input_shape) == "image":
        hidden = [layers.Flatten(), layers.Dense(128, activation="relu")]
    else:
        flat = [layers.Flatten()] if len(input_shape) > 1 else []
        hidden = [*flat, layers.Dense(100), layers.Dense(32, activation="relu")]
    return _network(input_shape, [*hidden, _last(outputs)])


def conv(input_shape: tuple[int, ...], outputs: int) -> Any:
    """Convolutional layers: the same few weights look at every place of an image or a sequence.

    Args:
        input_shape: the shape of one example.
        outputs: the number of classes, or 1 for a regression.

    Raises:
        NetworkError: examples are neither images nor sequences, or too small.
    """
    if not conv_takes(input_shape):
        raise NetworkError(
            "the network conv takes images of at least 8 x 8 and sequences of at least 4 numbers, "
            "and examples have shape {input_shape}; use {--network:dense}",
            input_shape=input_shape,
        )
    body = _image_body if kind_of(input_shape) == "image" else _sequence_body
    return _network(input_shape, [*body(input_shape), _last(outputs)])


def conv_takes(input_shape: tuple[int, ...]) -> bool:
    """Whether examples of this shape are large enough for the network conv."""
    kind = kind_of(input_shape)
    if kind == "image":
        return min(input_shape[:2]) >= 8
    return kind == "sequence" and input_shape[0] >= 4


NETWORKS: Mapping[str, Builder] = {"dense": dense, "conv": conv}


def fitting(data: Dataset) -> tuple[str, ...]:
    """The built-in networks that take the examples."""
    conv_fits = data.kind != "vector" and conv_takes(data.shape)
    return ("dense", "conv") if conv_fits else ("dense",)


def names_for(data: Dataset) -> list[str]:
    """The names of all networks that can be asked for with this dataset."""
    return [*NETWORKS, *own_networks(data)]


def own_networks(data: Dataset) -> Mapping[str, Builder]:
    """The networks in the task file."""
    return data.origin.networks if data.origin else {}


def _network(input_shape: tuple[int, ...], layers: list[Any]) -> Any:
    return keras().Sequential([keras().Input(input_shape), *layers])


def _last(outputs: int) -> Any:
    return keras().layers.Dense(outputs, activation="softmax" if outputs > 1 else None)


def _image_body(input_shape: tuple[int, ...]) -> list[Any]:
    layers = keras().layers
    channel = [layers.Reshape((*input_shape, 1))] if len(input_shape) == 2 else []
    return [
        *channel,
        layers.Conv2D(16, 5, strides=2, padding="same", activation="relu"),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dropout(0.4),
    ]


def _sequence_body(input_shape: tuple[int, ...]) -> list[Any]:
    layers = keras().layers
    channel = [layers.Reshape((*input_shape, 1))] if len(input_shape) == 1 else []
    return [
        *channel,
        layers.Conv1D(32, 3, padding="same", activation="relu"),
        layers.MaxPooling1D(),
        layers.Conv1D(64, 3, padding="same", activation="relu"),
        layers.GlobalAveragePooling1D(),
        layers.Dense(32, activation="relu"),
    ]
