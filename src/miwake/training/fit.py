"""Keras' fit for arrays in memory, many batches in one compiled program."""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from miwake.dataset import Stream
from miwake.errors import ArgumentError, NetworkError, Phrase
from miwake.messages import render_error, resolve_language
from miwake.runtime.keras_backend import keras
from miwake.runtime.signals import check_stop
from miwake.training.batches import batches_of
from miwake.training.compiled_step import Logs
from miwake.training.loader import ArrayLoader, Loader, StreamLoader
from miwake.training.sharding import supports_sharding
from miwake.training.training_loop import TrainingLoop

BATCH_CALLS = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end",
               "on_test_batch_begin", "on_test_batch_end")  # fmt: skip


def fit(  # noqa: PLR0913  the parameters of Keras' fit
    model: Any,
    x: Any,
    y: Any = None,
    batch_size: int = 32,
    epochs: int = 1,
    *,
    verbose: int | str = "auto",
    callbacks: list[Any] | None = None,
    validation_data: tuple[Any, ...] | None = None,
    shuffle: bool = True,
    class_weight: Mapping[int, float] | None = None,
    sample_weight: Any = None,
    initial_epoch: int = 0,
    validation_batch_size: int | None = None,
    validation_freq: int | list[int] = 1,
    seed: int | None = None,
) -> Any:
    """Train a compiled Keras model on arrays, as `model.fit` does, in a fraction of the time.

    Where Keras has a DataParallel distribution, each batch is sharded over its devices. In place
    of arrays it takes a dataset's stream, which brings labels and orders of its own.

    What can't go into one program (callbacks at every batch, `run_eagerly`) is said once, in a
    warning, and left to Keras' own fit.

    Args:
        model: any compiled Keras model on the JAX backend.
        x: inputs: an array of shape (n, ...), or a list or dict of them; or a Stream.
        y: labels, likewise; none beside a Stream.
        batch_size: examples a step; the last batch of an epoch may be smaller.
        epochs: the number of the last epoch, counted from 1.
        verbose: 0 prints nothing; anything else a line an epoch.
        callbacks: Keras callbacks.
        validation_data: (x, y) or (x, y, sample_weight) to test on after each epoch.
        shuffle: a new order every epoch, that of `epoch_order`.
        class_weight: a weight for each class number.
        sample_weight: a weight for each example, shape (n,).
        initial_epoch: how many epochs were trained before; orders go on from there.
        validation_batch_size: examples a step of the validation; by default batch_size.
        validation_freq: after how many epochs to validate, or a list of epochs.
        seed: decides the orders; by default drawn from NumPy's global generator, so that
            `keras.utils.set_random_seed` decides.

    Returns:
        Keras' History, with a value an epoch for the loss and each metric.

    Raises:
        ArgumentError: the arrays or counts can't be used.
        NetworkError: the model is not compiled.
    """
    options = _Options(
        batch_size=batch_size,
        epochs=epochs,
        verbose=verbose,
        callbacks=list(callbacks or ()),
        validation_data=validation_data,
        shuffle=shuffle,
        class_weight=class_weight,
        sample_weight=sample_weight,
        initial_epoch=initial_epoch,
        validation_batch_size=validation_batch_size,
        validation_freq=validation_freq,
    )
    options.check(model)
    seed = int(np.random.randint(2**31)) if seed is None else seed  # noqa: NPY002  as Keras does
    loader = options.loader(x, y, seed)
    if reason := why_keras(model, options.callbacks):
        said = Phrase("{reason}, so Keras' own fit does this training", reason=reason)
        warnings.warn(render_error(said, resolve_language()), stacklevel=2)
        return _fit_by_keras(model, x, y, loader, options)
    loop = TrainingLoop(model, loader, options.validation_loader(), validation_freq)
    printer = [_epoch_printer(epochs)] if verbose else []
    loop.run([*options.callbacks, *printer], initial_epoch, epochs)
    return model.history


@dataclass(frozen=True)
class _Options:
    """What Keras' fit takes besides a model and its data, by the same names."""

    batch_size: int
    epochs: int
    verbose: int | str
    callbacks: list[Any]
    validation_data: tuple[Any, ...] | None
    shuffle: bool
    class_weight: Mapping[int, float] | None
    sample_weight: Any
    initial_epoch: int
    validation_batch_size: int | None
    validation_freq: int | list[int]

    def check(self, model: Any) -> None:
        """Refuse what can't be trained."""
        if not getattr(model, "compiled", False):
            raise NetworkError(
                "the model is not compiled; call model.compile(...) first, as for fit"
            )
        if self.epochs < 1 or self.initial_epoch < 0:
            raise ArgumentError(
                "epochs = {epochs}, initial_epoch = {initial_epoch}; give 1 and 0 up",
                epochs=self.epochs,
                initial_epoch=self.initial_epoch,
            )

    def loader(self, x: Any, y: Any, seed: int) -> Loader:
        """Load what is to be trained on."""
        if isinstance(x, Stream):
            return StreamLoader(x, self.batch_size, seed)
        batches = batches_of(x, y, self.batch_size, self.sample_weight, self.class_weight)
        return ArrayLoader(batches, seed if self.shuffle else None)

    def validation_loader(self) -> ArrayLoader | None:
        """Load what is to be tested on after epochs, if anything."""
        if self.validation_data is None:
            return None
        x, y, *weights = self.validation_data
        size = self.validation_batch_size or self.batch_size
        return ArrayLoader(batches_of(x, y, size, weights[0] if weights else None))


def _fit_by_keras(model: Any, x: Any, y: Any, loader: Loader, options: _Options) -> Any:
    """Let Keras' own fit do the training, also on examples that come while it runs."""
    stopping = keras().callbacks.LambdaCallback(on_train_batch_end=lambda *_, **__: check_stop())
    names = {field.name for field in fields(options)}
    values = {name: getattr(options, name) for name in names}
    values["callbacks"] = [*options.callbacks, stopping]
    if not isinstance(loader, StreamLoader):
        return model.fit(x, y, **values)
    for name in ("batch_size", "class_weight", "sample_weight"):
        del values[name]
    values |= {"steps_per_epoch": loader.steps, "shuffle": False}

    def batches() -> Iterator[Any]:
        for blocks in epochs:
            for block, count in blocks:
                yield from (tuple(array[i] for array in block) for i in range(count))

    with closing(loader.epochs(options.initial_epoch, options.epochs)) as epochs:
        return model.fit(batches(), **values)


def why_keras(model: Any, callbacks: list[Any]) -> Phrase | None:
    """Say why a training can't go into one program; None where it can."""
    if model.run_eagerly:
        return Phrase("the model was compiled with run_eagerly=True")
    if not supports_sharding():
        return Phrase("the distribution is of another kind than DataParallel")
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


def _epoch_printer(epochs: int) -> Any:
    def line(epoch: int, logs: Logs) -> None:
        values = " - ".join(f"{name}: {value:.4f}" for name, value in logs.items())
        print(f"Epoch {epoch + 1}/{epochs}  {values}", flush=True)  # noqa: T201  it is asked for

    return keras().callbacks.LambdaCallback(on_epoch_end=line)
