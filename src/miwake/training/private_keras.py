"""Reach what Keras has no public name for; a test fails when Keras changes any of it."""

import contextlib
import random
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np

from miwake.runtime.keras_backend import jax, keras


def create_variables(model: Any, batch: Any) -> None:
    """Give a compiled model, its optimizer and its metrics their variables, as Keras' fit does."""
    model._symbolic_build(data_batch=batch)  # noqa: SLF001


def compile_state(model: Any) -> Any:
    """Return the object that Keras makes whenever a model is compiled, to see that it was again."""
    return model._compile_config  # noqa: SLF001


def restored_epoch(model: Any) -> int | None:
    """Return the epoch that BackupAndRestore wants a training to go on from, if any."""
    epoch: int | None = model._initial_epoch  # noqa: SLF001
    return epoch


def layers_against_jit(model: Any) -> list[Any]:
    """Return the layers, or the model, for which Keras leaves `jit_compile="auto"` off."""
    return [layer for layer in model._flatten_layers() if not layer.supports_jit]  # noqa: SLF001


@contextlib.contextmanager
def draw_seeds_alone(seed: int) -> Iterator[None]:
    """Let what this thread builds draw its layers' seeds from a generator of their own.

    Keras draws them by `random.randint` from the interpreter's generator, as seeded by
    `keras.utils.set_random_seed`; another thread that draws from it, as those of a Dask worker
    do, would change the first weights.
    """
    own, before, builder = random.Random(seed), random.randint, threading.get_ident()  # noqa: S311

    def randint(a: int, b: int) -> int:
        return own.randint(a, b) if threading.get_ident() == builder else before(a, b)

    random.randint = randint
    try:
        yield
    finally:
        random.randint = before


@contextlib.contextmanager
def copied_zeros() -> Iterator[None]:
    """Let variables that begin at zero be copies inside this.

    Keras has JAX compute them, by a program a shape; those take longer than what is read into them.
    """
    zeros = keras().initializers.Zeros
    before = zeros.__call__

    def copy(self: Any, shape: Any, dtype: Any = None) -> Any:  # noqa: ARG001
        return jax().device_put(np.zeros(shape, keras().backend.standardize_dtype(dtype)))

    zeros.__call__ = copy
    try:
        yield
    finally:
        zeros.__call__ = before
