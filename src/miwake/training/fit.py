"""Keras' fit for arrays in memory, many batches in one compiled program."""

import warnings
from typing import Any, Unpack

import numpy as np

from miwake.errors import Phrase
from miwake.messages import render_error, resolve_language
from miwake.runtime.keras_backend import keras
from miwake.training.fit_arguments import FitArguments, FitOptions
from miwake.training.keras_fit import fit_by_keras, why_keras
from miwake.training.label_range import check_labels
from miwake.training.model_state import Logs, scalar_logs
from miwake.training.training_loop import TrainingLoop


def fit(  # noqa: PLR0913  the first parameters of Keras' fit, in their order
    model: Any,
    x: Any = None,
    y: Any = None,
    batch_size: int | None = None,
    epochs: int = 1,
    verbose: int | str = "auto",
    callbacks: Any = None,
    *,
    seed: int | None = None,
    **options: Unpack[FitOptions],
) -> Any:
    """Train a compiled Keras model on arrays, as `model.fit` does, in a fraction of the time.

    Where Keras has a DataParallel distribution, each batch is sharded over its devices. In place
    of arrays it takes a dataset's stream, which brings labels and orders of its own.

    What can't go into one program (callbacks at every batch, generators, `run_eagerly`, epochs of
    another number of steps) is said once, in a warning, and left to Keras' own fit.

    Args:
        model: any compiled Keras model on the JAX backend.
        x: inputs: an array of shape (n, ...), or a list or dict of them; or a Stream; or whatever
            else Keras' fit takes.
        y: labels, likewise; none beside what brings its own.
        batch_size: examples a step, by default 32; the last batch of an epoch may be smaller.
        epochs: the number of the last epoch, counted from 1.
        verbose: 0 prints nothing; anything else a line an epoch.
        callbacks: Keras callbacks, or one.
        seed: decides the orders; by default drawn from NumPy's global generator, so that
            `keras.utils.set_random_seed` decides, as it does where Keras' own fit trains.
        **options: what else Keras' fit takes, see `FitOptions`.

    Returns:
        Keras' History, with a value an epoch for the loss and each metric.

    Raises:
        ArgumentError: the arrays or counts can't be used.
        NetworkError: the model is not compiled.
    """
    arguments = FitArguments.of(x, y, batch_size, epochs, verbose, callbacks, options)
    arguments.check(model)
    said = check_labels(model, *arguments.labels())
    reason = why_keras(model, arguments.callbacks) or arguments.why_keras()
    if reason:
        said.append(Phrase("{reason}, so Keras' own fit does this training", reason=reason))
    for phrase in said:
        warnings.warn(render_error(phrase, resolve_language()), stacklevel=2)
    if seed is None:
        seed = int(np.random.randint(2**31))  # noqa: NPY002  as Keras does
    if reason:
        return fit_by_keras(model, arguments, seed)
    train, valid = arguments.loaders(seed)
    loop = TrainingLoop(model, train, valid, arguments.validation_freq)
    printer = [_epoch_printer(epochs)] if verbose else []
    loop.run([*arguments.callbacks, *printer], arguments.initial_epoch, epochs)
    return model.history


def _epoch_printer(epochs: int) -> Any:
    def line(epoch: int, logs: Logs) -> None:
        values = " - ".join(f"{name}: {value:.4f}" for name, value in scalar_logs(logs).items())
        print(f"Epoch {epoch + 1}/{epochs}  {values}", flush=True)  # noqa: T201  it is asked for

    return keras().callbacks.LambdaCallback(on_epoch_end=line)
