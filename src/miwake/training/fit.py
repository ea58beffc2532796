"""Keras' fit for arrays in memory, many batches in one compiled program."""

import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import numpy as np

from miwake.dataset import Stream
from miwake.errors import ArgumentError, NetworkError, Phrase
from miwake.messages import render_error, resolve_language
from miwake.runtime.keras_backend import jax, keras
from miwake.runtime.signals import check_stop, defer_stop
from miwake.training.batches import batches_of
from miwake.training.compiled_step import (
    Logs,
    Program,
    build_variables,
    logs_of,
    program_of,
    read_state,
    test_variables,
    train_variables,
    write_state,
)
from miwake.training.loader import ArrayFeed, Block, Feed, StreamFeed
from miwake.training.private_keras import restored_epoch
from miwake.training.sharding import can_part, lost_peers_told, placement_for

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

    Where Keras has a DataParallel distribution, each batch is parted among its devices. In place
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
    if not getattr(model, "compiled", False):
        raise NetworkError("the model is not compiled; call model.compile(...) first, as for fit")
    if epochs < 1 or initial_epoch < 0:
        raise ArgumentError(
            "epochs = {epochs}, initial_epoch = {initial_epoch}; give 1 and 0 up",
            epochs=epochs,
            initial_epoch=initial_epoch,
        )
    calls = list(callbacks or ())
    seed = int(np.random.randint(2**31)) if seed is None else seed  # noqa: NPY002  as Keras does
    train: Feed
    if isinstance(x, Stream):
        train = StreamFeed(x, batch_size, seed)
    else:
        batches = batches_of(x, y, batch_size, sample_weight, class_weight)
        train = ArrayFeed(batches, seed if shuffle else None)
    reason = why_keras(model, calls)
    if reason:
        said = Phrase("{reason}, so Keras' own fit does this training", reason=reason)
        warnings.warn(render_error(said, resolve_language()), stacklevel=2)
        calls.append(
            keras().callbacks.LambdaCallback(on_train_batch_end=lambda *_, **__: check_stop())
        )
        options: dict[str, Any] = {
            "epochs": epochs,
            "verbose": verbose,
            "callbacks": calls,
            "validation_data": validation_data,
            "initial_epoch": initial_epoch,
            "validation_batch_size": validation_batch_size,
            "validation_freq": validation_freq,
        }
        if isinstance(train, StreamFeed):
            return _fit_by_keras(model, train, options)
        options |= {"class_weight": class_weight, "sample_weight": sample_weight}
        return model.fit(x, y, batch_size=batch_size, shuffle=shuffle, **options)
    valid = None
    if validation_data is not None:
        x_valid, y_valid, *weights = validation_data
        size = validation_batch_size or batch_size
        valid = ArrayFeed(batches_of(x_valid, y_valid, size, weights[0] if weights else None))
    if verbose:
        calls.append(_epoch_printer(epochs))
    loop = Loop(model, train, valid, validation_freq)
    loop.run(calls, initial_epoch, epochs)
    return model.history


def _fit_by_keras(model: Any, feed: StreamFeed, options: dict[str, Any]) -> Any:
    """Keras' own fit on examples that come while it runs."""

    def batches() -> Iterator[Any]:
        for blocks in epochs:
            for block, count in blocks:
                yield from (tuple(array[i] for array in block) for i in range(count))

    with closing(feed.epochs(options["initial_epoch"], options["epochs"])) as epochs:
        return model.fit(batches(), steps_per_epoch=feed.steps, shuffle=False, **options)


class Loop:
    """The epochs of one fit: its programs, and what they work on.

    Attributes:
        program: the compiled training step, for more trainings; None where it is parted.
        seconds: of compiling, of the epochs and, among these, of waiting for examples.
    """

    def __init__(
        self,
        model: Any,
        train: Feed,
        valid: Feed | None = None,
        validation_freq: int | list[int] = 1,
    ) -> None:
        self.model, self.train, self.valid = model, train, valid
        self.validation_freq = validation_freq
        build_variables(model, train.first)
        self.placement = placement_for(train.size)
        whole = self.placement.whole if self.placement else None
        self.train_program = program_of(model, "train_step", whole)
        self.test_program = program_of(model, "test_step", whole)
        self.program = None if self.placement else self.train_program
        self.seconds: dict[str, float] = {}

    @defer_stop()
    def run(self, callbacks: list[Any], initial_epoch: int, epochs: int) -> None:
        """Train from one epoch to another, with callbacks as Keras calls them."""
        started, model = time.perf_counter(), self.model
        programs = self.train_program, self.test_program
        compiled_before = sum(program.seconds for program in programs)
        calls = keras().callbacks.CallbackList(
            callbacks,
            add_history=True,
            add_progbar=False,
            model=model,
            epochs=epochs,
            steps=self.train.steps,
        )
        model.stop_training = False
        calls.on_train_begin()
        logs: Logs = {}
        first = restored_epoch(model) or initial_epoch
        with closing(self.train.epochs(first, epochs)) as made:
            for epoch, blocks in zip(range(first, epochs), made, strict=True):
                model.reset_metrics()
                calls.on_epoch_begin(epoch)
                logs = self._run(self.train_program, train_variables, self.train, blocks)
                if self._is_due(epoch):
                    logs |= self._validate(calls)
                calls.on_epoch_end(epoch, logs)
                if model.stop_training:
                    break
        model.optimizer.finalize_variable_values(model.trainable_weights)
        calls.on_train_end(logs)
        compiling = sum(program.seconds for program in programs) - compiled_before
        rest = time.perf_counter() - started - compiling
        self.seconds = {"compile": compiling, "fit": rest}
        if self.train.is_idle:
            self.seconds["wait"] = self.train.waited

    def _validate(self, calls: Any) -> Logs:
        assert self.valid is not None
        calls.on_test_begin()
        self.model.reset_metrics()
        (blocks,) = self.valid.epochs(0, 1)
        logs = self._run(self.test_program, test_variables, self.valid, blocks)
        calls.on_test_end(logs)
        return {f"val_{name}": value for name, value in logs.items()}

    def _is_due(self, epoch: int) -> bool:
        frequency = self.validation_freq
        if self.valid is None:
            return False
        if isinstance(frequency, int):
            return (epoch + 1) % frequency == 0
        return epoch + 1 in frequency

    def _run(self, program: Program, variables: Any, feed: Feed, blocks: Iterator[Block]) -> Logs:
        state, last, placement = read_state(variables(self.model)), None, self.placement
        if placement:
            state = placement.state(state)
        with lost_peers_told():
            for block, count in blocks:
                jax().block_until_ready(state)  # so that a stop waits for one block at most
                check_stop()
                placed = placement.block(block) if placement else block
                state, last = program(state, placed, count)
                if feed.is_idle:
                    jax().block_until_ready(state)
            jax().block_until_ready(state)
        write_state(variables(self.model), state)
        return logs_of(self.model, last)


def why_keras(model: Any, callbacks: list[Any]) -> Phrase | None:
    """Say why a training can't go into one program; None where it can."""
    if model.run_eagerly:
        return Phrase("the model was compiled with run_eagerly=True")
    if not can_part():
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
