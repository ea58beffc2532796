"""Keras' fit for arrays in memory, many batches in one compiled program.

Keras calls its compiled `train_step` once a batch from Python. Here a `fori_loop` calls the very
same `train_step` for a block of batches inside one program, so weights come out equal to
`model.fit` to the last bit for the same batch order, without the work between the batches.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake._backend import jax, keras
from miwake.errors import ArgumentError, NetworkError

BLOCK_BYTES = 16 * 2**20  # enough batches that the call costs nothing, little enough to stop soon
BLOCK_STEPS = 256

State = Any


def fit(  # noqa: PLR0913  the parameters of Keras' fit
    model: Any,
    x: NDArray[Any],
    y: NDArray[Any],
    batch_size: int = 32,
    epochs: int = 1,
    *,
    verbose: int = 1,
    callbacks: list[Any] | None = None,
    shuffle: bool = True,
    seed: int | None = None,
) -> Any:
    """Train a compiled Keras model on arrays, as `model.fit` does.

    Args:
        model: any compiled Keras model on the JAX backend.
        x: inputs, shape (n, ...).
        y: labels, shape (n, ...).
        batch_size: examples a step; the last batch of an epoch may be smaller.
        epochs: how often all examples are gone through.
        verbose: 1 or 2 print a line an epoch as Keras does, 0 prints nothing.
        callbacks: Keras callbacks; called at the ends of epochs.
        shuffle: a new order every epoch, that of `epoch_order`.
        seed: decides the orders; by default drawn from NumPy's global generator, so that
            `keras.utils.set_random_seed` decides.

    Returns:
        Keras' History, with a value an epoch for the loss and each metric.

    Raises:
        ArgumentError: the arrays or counts can't be used.
        NetworkError: the model is not compiled.
    """
    _check(model, x, y, batch_size, epochs)
    seed = int(np.random.randint(2**31)) if seed is None else seed  # noqa: NPY002  as Keras does
    build_variables(model, x, y)
    steps = -(-len(x) // batch_size)
    listed = [*(callbacks or ()), *([_epoch_printer(epochs)] if verbose else ())]
    calls = keras().callbacks.CallbackList(
        listed, add_history=True, add_progbar=False, model=model, epochs=epochs, steps=steps
    )
    run = _program(model)
    model.stop_training = False
    calls.on_train_begin()
    logs: dict[str, float] = {}
    for epoch in range(epochs):
        model.reset_metrics()
        calls.on_epoch_begin(epoch)
        order = epoch_order(len(x), seed, epoch) if shuffle else np.arange(len(x))
        state = read_state(model)
        for block in _made_ahead(blocks(x, y, order, batch_size)):
            jax().block_until_ready(state)  # so that Ctrl-C waits for one block at most
            state = run(state, *block)
        write_state(model, state)
        logs = _logs(model)
        calls.on_epoch_end(epoch, logs)
        if model.stop_training:
            break
    model.optimizer.finalize_variable_values(model.trainable_weights)
    calls.on_train_end(logs)
    return model.history


def epoch_order(n: int, seed: int, epoch: int) -> NDArray[np.int64]:
    """The order in which one epoch goes through n examples."""
    seeds = np.random.SeedSequence(seed, spawn_key=(epoch,))
    return np.random.default_rng(seeds).permutation(n)


def blocks(
    x: NDArray[Any], y: NDArray[Any], order: NDArray[np.int64], batch_size: int
) -> Iterator[tuple[NDArray[Any], NDArray[Any], int]]:
    """The examples in this order, as blocks of batches.

    Yields:
        x of shape (steps, batch_size, ...), y likewise, and how many of the steps count. All
        blocks of whole batches have one shape, whatever n, so one compiled program serves them;
        a last, smaller batch is a block of its own.
    """
    whole = len(order) // batch_size
    size = block_steps(x, batch_size)
    for start in range(0, whole, size):
        count = min(size, whole - start)
        places = order[start * batch_size : (start + count) * batch_size]
        places = np.resize(places, (size, batch_size))
        yield x[places], y[places], count
    rest = order[whole * batch_size :]
    if len(rest):
        yield x[rest][None], y[rest][None], 1


def _made_ahead(made: Iterator[Any]) -> Iterator[Any]:
    """Make the next block while the program works on the one before."""
    ahead = next(made)
    for block in made:
        yield ahead
        ahead = block
    yield ahead


def block_steps(x: NDArray[Any], batch_size: int) -> int:
    """How many batches make a block."""
    batch_bytes = batch_size * max(1, x[:1].nbytes)
    return int(np.clip(BLOCK_BYTES // batch_bytes, 1, BLOCK_STEPS))


def build_variables(model: Any, x: NDArray[Any], y: NDArray[Any]) -> None:
    """Give the model, its optimizer and its metrics their variables, as Keras' fit does first."""
    model._symbolic_build(data_batch=(x[:1], y[:1]))  # noqa: SLF001  no public name does it all


def read_state(model: Any) -> State:
    """Copies of all the numbers that training changes."""
    copy = jax().numpy.array
    return tuple(
        [copy(variable.value) for variable in variables] for variables in _variables(model)
    )


def write_state(model: Any, state: State) -> None:
    """Put the numbers back into the model."""
    for variables, values in zip(_variables(model), state, strict=True):
        for variable, value in zip(variables, values, strict=True):
            variable.assign(value)


def _variables(model: Any) -> tuple[list[Any], ...]:
    return (
        model.trainable_variables,
        model.non_trainable_variables,
        model.optimizer.variables,
        model.metrics_variables,
    )


def _logs(model: Any) -> dict[str, float]:
    return {name: float(value) for name, value in model.get_metrics_result().items()}


def _program(model: Any) -> Callable[..., State]:
    lax = jax().lax

    def run(state: State, xs: Any, ys: Any, count: Any) -> State:
        def step(i: Any, state: State) -> State:
            batch = tuple(lax.dynamic_index_in_dim(a, i, keepdims=False) for a in (xs, ys))
            return model.train_step(state, batch)[1]

        return lax.fori_loop(0, count, step, state)

    program: Callable[..., State] = jax().jit(run, donate_argnums=0)
    return program


def _epoch_printer(epochs: int) -> Any:
    def line(epoch: int, logs: dict[str, float]) -> None:
        values = " - ".join(f"{name}: {value:.4f}" for name, value in logs.items())
        print(f"Epoch {epoch + 1}/{epochs}  {values}", flush=True)  # noqa: T201  verbose asks for it

    return keras().callbacks.LambdaCallback(on_epoch_end=line)


def _check(model: Any, x: Any, y: Any, batch_size: int, epochs: int) -> None:
    if not model.compiled:
        raise NetworkError("the model is not compiled; call model.compile(...) first, as for fit")
    if len(x) != len(y):
        raise ArgumentError(f"x has {len(x):,} examples and y {len(y):,} labels; give equally many")
    for name, value in (("examples", len(x)), ("batch_size", batch_size), ("epochs", epochs)):
        if value < 1:
            raise ArgumentError(f"{name} = {value}; give at least 1")
