"""The built-in networks, what each takes, and which of all networks go with a dataset."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from miwake.dataset import Dataset
from miwake.errors import NetworkError, Phrase, nearest
from miwake.input_spec import LARGE_SIDE, TableSpec, is_photo, kind_of
from miwake.runtime.keras_backend import keras
from miwake.training.efficientnet import build_efficientnet

SMALLEST_PHOTO = 32  # pixels of the shorter side, of which EfficientNet leaves one
Builder = Callable[[tuple[int, ...], int], Any]


@dataclass(frozen=True)
class NetworkSpec:
    """A network, and what is done with its input.

    Attributes:
        build: takes the shape of one example and the number of outputs, and returns a Keras model.
        refusal: the error that says why it does not take a dataset's examples, if it does not.
        fully_connected: whether each neuron of its first layer has all numbers as its inputs.
        pretrained: whether it begins with trained layers, which scale the input themselves.
    """

    build: Builder
    refusal: Callable[[Dataset], NetworkError | None] = lambda _: None
    fully_connected: bool = False
    pretrained: bool = False


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
    """
    body = _image_body if kind_of(input_shape) == "image" else _sequence_body
    return _network(input_shape, [*body(input_shape), _last(outputs)])


def _conv_refusal(data: Dataset) -> NetworkError | None:
    if isinstance(data.reading, TableSpec):
        return NetworkError(
            "the network conv looks at neighbours, and the columns of a table are none; "
            "use {--network:dense}"
        )
    least = {"image": 8, "sequence": 4}.get(data.kind)
    sides = data.shape[:2] if data.kind == "image" else data.shape[:1]
    if least is None or min(sides) < least:
        return NetworkError(
            "the network conv takes images of at least 8 x 8 and sequences of at least 4 numbers, "
            "and examples have shape {input_shape}; use {--network:dense}",
            input_shape=data.shape,
        )
    return None


def photo(input_shape: tuple[int, ...], outputs: int) -> Any:
    """A network that has seen a million photos, of which the last layer alone is trained.

    Args:
        input_shape: the shape of one example.
        outputs: the number of classes, or 1 for a regression.

    Raises:
        NetworkError: its weights are missing.
    """
    last = _last(outputs)
    last.kernel_initializer = keras().initializers.Zeros()  # chance would outweigh a few photos
    return _network(input_shape, [build_efficientnet(input_shape), last])


def _photo_refusal(data: Dataset) -> NetworkError | None:
    if data.x_train.dtype != np.uint8 or data.stream is not None:
        return NetworkError(
            "the network photo takes pictures of 8 bits a colour (0 to 255) that lie in memory, "
            "and these are {dtype}; use {--network:conv}",
            dtype=data.x_train.dtype,
        )
    if not is_photo(data.shape, SMALLEST_PHOTO):
        return NetworkError(
            "the network photo takes pictures in colour of at least 32 x 32 pixels, "
            "and examples have shape {input_shape}; use {--network:conv}",
            input_shape=data.shape,
        )
    return None


NETWORKS: Mapping[str, NetworkSpec] = {  # the first takes all examples
    "dense": NetworkSpec(dense, fully_connected=True),
    "conv": NetworkSpec(conv, _conv_refusal),
    "photo": NetworkSpec(photo, _photo_refusal, pretrained=True),
}


def find_network(name: str, data: Dataset) -> NetworkSpec:
    """The network of a name, in the task file or built in.

    Raises:
        NetworkError: there is none, or it does not take the examples.
    """
    own = own_networks(data)
    if name in own:
        return NetworkSpec(own[name])
    if name not in NETWORKS:
        names = names_for(data)
        hint = nearest(name, names, Phrase("there are {names}", names=", ".join(names)))
        raise NetworkError("there is no network {network}; {hint}", network=name, hint=hint)
    if refusal := NETWORKS[name].refusal(data):
        raise refusal
    return NETWORKS[name]


def fitting(data: Dataset) -> tuple[str, ...]:
    """The built-in networks that take the examples."""
    return tuple(name for name, network in NETWORKS.items() if not network.refusal(data))


def names_for(data: Dataset) -> list[str]:
    """The names of all networks that can be asked for with this dataset."""
    fit = fitting(data)
    names = (name for name, network in NETWORKS.items() if name in fit or not network.pretrained)
    return [*names, *own_networks(data)]


def own_networks(data: Dataset) -> Mapping[str, Builder]:
    """The networks in the task file."""
    return data.origin.networks if data.origin else {}


def _network(input_shape: tuple[int, ...], layers: list[Any]) -> Any:
    return keras().Sequential([keras().Input(input_shape), *layers])


def _last(outputs: int) -> Any:
    return keras().layers.Dense(outputs, activation="softmax" if outputs > 1 else None)


def _smaller(input_shape: tuple[int, ...]) -> list[Any]:
    """What makes large pictures smaller: a network that has seen none learns no more from them."""
    ratio = LARGE_SIDE / max(input_shape[:2])
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
