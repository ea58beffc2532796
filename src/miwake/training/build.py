"""Build the network that a plan names, for a dataset, and see that both fit."""

from typing import Any

import numpy as np

from miwake.dataset import Dataset
from miwake.errors import NetworkError, Phrase, TaskError
from miwake.input_spec import TableSpec
from miwake.plan import TrainingPlan
from miwake.runtime.keras_backend import keras
from miwake.runtime.sandbox import folder_restored
from miwake.runtime.signals import defer_stop, stop_at_once
from miwake.training.augmentation import augmentation_of
from miwake.training.networks import Builder, NetworkSpec, find_network
from miwake.training.preprocessing import input_layer, output_layer
from miwake.training.private_keras import draw_seeds_alone

USUAL = TrainingPlan()


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
    spec = find_network(network, data)
    with draw_seeds_alone(seed):
        return _build_whole(network, spec, data, plan)


def _build_whole(name: str, spec: NetworkSpec, data: Dataset, plan: TrainingPlan) -> Any:
    """Put the layers before and behind a named network, and compile it."""
    if spec.pretrained and plan.augment:
        raise NetworkError(
            "the network {name} computes once what it sees in a picture, so {--augment} has no "
            "place there; drop it, or use {--network:conv}",
            name=name,
        )
    first = None if spec.pretrained else input_layer(data, spec.fully_connected)
    shape = data.shape
    if isinstance(data.reading, TableSpec) and first is not None:
        shape = first.output_shape[1:]
    model = _build_named(name, spec.build, data, shape)
    _check_fit(model, f"the network {name}", data, shape)
    _check_optimizer(model, f"the network {name}", plan)
    last = None if model.compiled else output_layer(data)
    change = augmentation_of(data) if plan.augment else None
    if (change, first, last) != (None, None, None):
        parts = model.layers if isinstance(model, keras().Sequential) else [model]
        parts = [layer for layer in (change, first, *parts, last) if layer is not None]
        whole = keras().Sequential([keras().Input(data.shape), *parts], name=model.name)
        if model.compiled:
            whole.compile_from_config(model.get_compile_config())
        model = whole
    if not model.compiled:
        _compile(model, data, plan, spec.pretrained)
    return model


def _build_named(network: str, builder: Builder, data: Dataset, shape: tuple[int, ...]) -> Any:
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
    if isinstance(expected, tuple) and expected[:1] != (None,):
        raise NetworkError(
            "{name} takes batches of {size} examples alone, and the last batch, the test and a "
            "prediction have others; give Input(shape) in place of batch_shape",
            name=name,
            size=expected[0],
        )
    if _holds_code(model):
        raise NetworkError(
            "{name} has a Lambda layer, whose code can't be kept with the weights; write it as a "
            "class of its own, class NAME(keras.layers.Layer), in the task file",
            name=name,
        )
    returned = model.output_shape
    if returned != (None, data.outputs):
        what = Phrase("one value, {target}", target=data.target)
        if data.classes:
            what = Phrase("{n} classes", n=data.outputs)
        raise NetworkError(
            "{name} gives outputs of shape {shape}, but there are {what}; "
            "end it with Dense({outputs}{activation})",
            name=name,
            shape=returned[1:],
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


def _compile(model: Any, data: Dataset, plan: TrainingPlan, pretrained: bool) -> None:
    rate, optimizers = plan.learning_rate, keras().optimizers
    if data.classes:
        # Adam's steps are as long for every feature, which is worse with few photos
        optimizer = optimizers.SGD(3 * rate, momentum=0.9) if pretrained else optimizers.Adam(rate)
        model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    else:
        spread = float(np.std(data.y_train, dtype=np.float64)) or 1.0
        epsilon = 1e-7 * min(1.0, spread**2)  # as small as gradients
        adam = optimizers.Adam(rate, epsilon=epsilon)
        model.compile(adam, "mean_squared_error", metrics=["mean_absolute_error"])
