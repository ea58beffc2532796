"""The built-in networks, and building one that fits a dataset."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from miwake.dataset import Dataset
from miwake.errors import NetworkError, Phrase, TaskError, nearest
from miwake.input_spec import TableSpec, kind_of
from miwake.plan import TrainingPlan
from miwake.runtime.keras_backend import keras
from miwake.runtime.sandbox import folder_restored
from miwake.runtime.signals import defer_stop, stop_at_once
from miwake.training.preprocessing import input_layer, output_layer

Builder = Callable[[tuple[int, ...], int], Any]
USUAL = TrainingPlan()


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


@defer_stop()
def build(network: Any, data: Dataset, seed: int = 0, plan: TrainingPlan = USUAL) -> Any:
    """A compiled network that fits a dataset, its first layer scaling the input.

    Args:
        network: a built-in name, a name in the task file, or a compiled Keras model.
        data: the examples it is to learn.
        seed: decides the first weights.
        plan: how it is to be trained, where it does not say so itself.

    Raises:
        NetworkError: there is no such network, or it does not fit the examples.
    """
    keras().utils.set_random_seed(seed)
    if not isinstance(network, str):
        _check_fit(network, "the model", data, data.shape)
        _check_optimizer(network, "the model", plan)
        return network
    first = input_layer(data, fully_connected=network == "dense")
    shape = data.shape
    is_table = isinstance(data.reading, TableSpec)
    if is_table and first is not None:
        shape = first.output_shape[1:]
    if is_table and network == "conv" and network not in own_networks(data):
        raise NetworkError(
            "the network conv looks at neighbours, and the columns of a table are none; "
            "use {--network:dense}"
        )
    model = _build_named(network, data, shape)
    _check_fit(model, f"the network {network}", data, shape)
    _check_optimizer(model, f"the network {network}", plan)
    last = None if model.compiled else output_layer(data)
    if first is not None or last is not None:
        parts = model.layers if isinstance(model, keras().Sequential) else [model]
        parts = [layer for layer in (first, *parts, last) if layer is not None]
        whole = keras().Sequential([keras().Input(data.shape), *parts], name=model.name)
        if model.compiled:
            whole.compile_from_config(model.get_compile_config())
        model = whole
    if not model.compiled:
        _compile(model, data, plan)
    return model


def names_for(data: Dataset) -> list[str]:
    """The names of all networks that can be asked for with this dataset."""
    return [*NETWORKS, *own_networks(data)]


def own_networks(data: Dataset) -> Mapping[str, Builder]:
    """The networks in the task file."""
    return data.origin.networks if data.origin else {}


def _build_named(network: str, data: Dataset, shape: tuple[int, ...]) -> Any:
    own = own_networks(data)
    builder = own.get(network) or NETWORKS.get(network)
    if builder is None:
        known = names_for(data)
        hint = nearest(network, known, Phrase("there are {names}", names=", ".join(known)))
        raise NetworkError("there is no network {network}; {hint}", network=network, hint=hint)
    try:
        with stop_at_once(), folder_restored():
            model = builder(shape, data.outputs)
    except NetworkError:
        raise
    except Exception as error:
        text = " ".join(str(error).split())
        raise NetworkError(
            "the network {network} can't be built for examples of shape {shape}: {kind}: {text}",
            network=network,
            shape=shape,
            kind=type(error).__name__,
            text=text,
        ) from error
    if not isinstance(model, keras().Model):
        raise TaskError(
            "the network {network} returned {model!r}; return a Keras model",
            network=network,
            model=model,
        )
    if not model.built:
        model.build((None, *shape))
    return model


def _check_fit(model: Any, name: str, data: Dataset, shape: tuple[int, ...]) -> None:
    if not isinstance(model, keras().Model):
        raise NetworkError(
            "{name} is {model!r}; give a name or a compiled Keras model", name=name, model=model
        )
    if not model.built:
        model.build((None, *shape))
    expected = model.input_shape
    if isinstance(expected, tuple) and not _takes(expected[1:], shape):
        raise NetworkError(
            "{name} takes inputs of shape {expected}, but examples have shape {shape}; "
            "build it with the input_shape it is given",
            name=name,
            expected=expected[1:],
            shape=shape,
        )
    if _holds_code(model):
        raise NetworkError(
            "{name} has a Lambda layer, whose code can't be kept with the weights; write it as a "
            "class of its own, class NAME(keras.layers.Layer), in the task file",
            name=name,
        )
    given = model.output_shape
    if given != (None, data.outputs):
        what = Phrase("one value, {target}", target=data.target)
        if data.classes:
            what = Phrase("{n} classes", n=data.outputs)
        raise NetworkError(
            "{name} gives outputs of shape {given}, but there are {what}; "
            "end it with Dense({outputs}{activation})",
            name=name,
            given=given[1:],
            what=what,
            outputs=data.outputs,
            activation=", activation=softmax" if data.classes else "",
        )


def _check_optimizer(model: Any, name: str, plan: TrainingPlan) -> None:
    if model.compiled and plan.learning_rate != USUAL.learning_rate:
        raise NetworkError(
            "{name} is compiled with an optimizer of its own; set the learning rate there, and "
            "drop {--learning-rate}",
            name=name,
        )


def _holds_code(layer: Any) -> bool:
    return type(layer).__name__ == "Lambda" or any(map(_holds_code, getattr(layer, "layers", ())))


def _takes(expected: tuple[int | None, ...], shape: tuple[int, ...]) -> bool:
    return len(expected) == len(shape) and all(
        e is None or e == s for e, s in zip(expected, shape, strict=True)
    )


def _compile(model: Any, data: Dataset, plan: TrainingPlan) -> None:
    rate = plan.learning_rate
    if data.classes:
        adam = keras().optimizers.Adam(rate)
        model.compile(adam, "sparse_categorical_crossentropy", metrics=["accuracy"])
    else:
        spread = float(np.std(data.y_train, dtype=np.float64)) or 1.0
        epsilon = 1e-7 * min(1.0, spread**2)  # as small as gradients
        adam = keras().optimizers.Adam(rate, epsilon=epsilon)
        model.compile(adam, "mean_squared_error", metrics=["mean_absolute_error"])


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
