"""The built-in networks, and which of all networks go with a dataset."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from miwake.dataset import Dataset
from miwake.errors import NetworkError
from miwake.input_spec import kind_of
from miwake.runtime.keras_backend import keras
from miwake.training.efficientnet import build_efficientnet

MAX_SIDE = 128  # pixels of the longer side that the networks dense and conv look at
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
        hidden = [*_smaller(input_shape), layers.Flatten(), layers.Dense(128, activation="relu")]
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


def photo(input_shape: tuple[int, ...], outputs: int) -> Any:
    """A network that has seen a million photos, of which the last layer alone is trained.

    Args:
        input_shape: the shape of one example.
        outputs: the number of classes, or 1 for a regression.

    Raises:
        NetworkError: examples are no photos in colour, or its weights are missing.
    """
    if not photo_takes(input_shape):
        raise NetworkError(
            "the network photo takes pictures in colour of at least 32 x 32 pixels, "
            "and examples have shape {input_shape}; use {--network:conv}",
            input_shape=input_shape,
        )
    last = _last(outputs)
    last.kernel_initializer = keras().initializers.Zeros()  # chance would outweigh a few photos
    return _network(input_shape, [build_efficientnet(input_shape), last])


def photo_takes(input_shape: tuple[int, ...]) -> bool:
    """Whether examples of this shape may be photos."""
    return len(input_shape) == 3 and input_shape[2] == 3 and min(input_shape[:2]) >= 32


NETWORKS: Mapping[str, Builder] = {"dense": dense, "conv": conv, "photo": photo}


def fitting(data: Dataset) -> tuple[str, ...]:
    """The built-in networks that take the examples."""
    takes = {
        "dense": True,
        "conv": data.kind != "vector" and conv_takes(data.shape),
        "photo": photo_takes(data.shape) and data.x_train.dtype == np.uint8 and not data.stream,
    }
    return tuple(name for name in NETWORKS if takes[name])


def names_for(data: Dataset) -> list[str]:
    """The names of all networks that can be asked for with this dataset."""
    unfit = set() if "photo" in fitting(data) else {"photo"}
    return [*(name for name in NETWORKS if name not in unfit), *own_networks(data)]


def own_networks(data: Dataset) -> Mapping[str, Builder]:
    """The networks in the task file."""
    return data.origin.networks if data.origin else {}


def _network(input_shape: tuple[int, ...], layers: list[Any]) -> Any:
    return keras().Sequential([keras().Input(input_shape), *layers])


def _last(outputs: int) -> Any:
    return keras().layers.Dense(outputs, activation="softmax" if outputs > 1 else None)


def _smaller(input_shape: tuple[int, ...]) -> list[Any]:
    """What makes large pictures smaller: a network that has seen none learns no more from them."""
    ratio = MAX_SIDE / max(input_shape[:2])
    if ratio >= 1 or len(input_shape) < 3:
        return []
    size = [max(1, round(n * ratio)) for n in input_shape[:2]]
    return [keras().layers.Resizing(*size, antialias=True)]


def _image_body(input_shape: tuple[int, ...]) -> list[Any]:
    layers = keras().layers
    channel = [layers.Reshape((*input_shape, 1))] if len(input_shape) == 2 else []
    return [
        *channel,
        *_smaller(input_shape),
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
