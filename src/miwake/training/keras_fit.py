"""Leave a training to Keras' own fit, where it can't go into one program."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from typing import Any

from miwake.dataset import Stream
from miwake.errors import Phrase
from miwake.runtime.keras_backend import keras
from miwake.runtime.signals import check_stop
from miwake.training.fit_arguments import FitArguments
from miwake.training.private_keras import layers_against_jit
from miwake.training.sharding import supports_sharding

BATCH_CALLS = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end",
               "on_test_batch_begin", "on_test_batch_end")  # fmt: skip
LIMITS = "max_epochs", "max_steps_per_epoch"
OWN_LOOPS = "fit", "evaluate", "make_train_function", "make_test_function"


def why_keras(model: Any, callbacks: list[Any]) -> Phrase | None:
    """Say why a training can't go into one program; None where it can."""
    if model.run_eagerly:
        return Phrase("the model was compiled with run_eagerly=True")
    if not supports_sharding():
        return Phrase("the distribution is of another kind than DataParallel")
    limits = (getattr(keras().config, name, None) for name in LIMITS)
    if any(limit is not None and limit() for limit in limits):
        return Phrase("keras.config limits the epochs or the steps")
    return _why_not_compiled(model) or _why_by_batch(callbacks) or _why_own_loop(model)


def _why_not_compiled(model: Any) -> Phrase | None:
    """Say who wants no compiled program; Keras' own layers that leave it off are fine in one."""
    if model.jit_compile:
        return None
    layers = layers_against_jit(model)
    if not layers:
        return Phrase("the model was compiled with jit_compile=False")
    for layer in layers:
        if type(layer).__module__.partition(".")[0] != "keras":
            return Phrase("the layer {name} has supports_jit = False", name=layer.name)
    return None


def _why_by_batch(callbacks: list[Any]) -> Phrase | None:
    default = keras().callbacks.Callback
    for callback in callbacks:
        if getattr(callback, "save_freq", None) == "epoch":
            continue  # checkpoints define a call for batches, and use it only for other values
        for name in BATCH_CALLS:
            own = getattr(callback, name, None)
            if own is not None and getattr(own, "__func__", own) is not getattr(default, name):
                kind = type(callback).__name__
                return Phrase("the callback {kind} is called at every batch", kind=kind)
    return None


def _why_own_loop(model: Any) -> Phrase | None:
    for name in OWN_LOOPS:
        if getattr(type(model), name) is not getattr(keras().Model, name):
            return Phrase("the model has a method {name} of its own", name=name)
    return None


def fit_by_keras(model: Any, arguments: FitArguments, seed: int) -> Any:
    """Let Keras' own fit do the training, also on examples that come while it runs."""
    stopping = keras().callbacks.LambdaCallback(on_train_batch_end=lambda *_, **__: check_stop())
    values = {field.name: getattr(arguments, field.name) for field in fields(arguments)}
    values["callbacks"] = [*arguments.callbacks, stopping]
    if not isinstance(arguments.x, Stream):
        return model.fit(**values)
    loader, _ = arguments.loaders(seed)
    for name in ("y", "batch_size", "class_weight", "sample_weight"):
        del values[name]
    values |= {"steps_per_epoch": loader.steps, "shuffle": False}

    def batches() -> Iterator[Any]:
        for blocks in epochs:
            for block, count in blocks:
                yield from (tuple(array[i] for array in block) for i in range(count))

    with closing(loader.epochs(arguments.initial_epoch, arguments.epochs)) as epochs:
        return model.fit(**values | {"x": batches()})
