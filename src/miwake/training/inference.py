"""Predict: the outputs of a trained network, as probabilities or values."""

import weakref
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.runtime.keras_backend import jax
from miwake.runtime.signals import defer_stop
from miwake.training.compiled_step import cpu_convolution
from miwake.training.frozen import part_inputs, trained_part

BATCH = 250

_programs: "weakref.WeakKeyDictionary[Any, Any]" = weakref.WeakKeyDictionary()


def predict_raw(model: Any, x: NDArray[Any], state: Any = None) -> NDArray[np.float32]:
    """Return the network's outputs, shape (n, outputs), by one compiled program, whatever n.

    Args:
        model: a built Keras model on the JAX backend.
        x: examples, shape (n, ...).
        state: weights in place of the model's own, as a training passes them on.
    """
    x, model = part_inputs(model, x), trained_part(model)
    weights = state[:2] if state else [[v.value for v in part] for part in _weights(model)]
    program = _program(model)
    parts = []
    with cpu_convolution():
        for start in range(0, len(x), BATCH):
            batch = x[start : start + BATCH]
            places = np.resize(np.arange(len(batch)), BATCH)
            parts.append(np.asarray(program(*weights, batch[places]), np.float32)[: len(batch)])
    return np.concatenate(parts) if parts else np.empty((0, *model.output_shape[1:]), np.float32)


def predict_proba(
    model: Any, x: NDArray[Any], classes: Sequence[str], state: Any = None
) -> NDArray[np.float32]:
    """Return the network's answers: probabilities, shape (n, classes), or values, shape (n, 1).

    A network that ends without softmax gives scores; they are turned into probabilities.
    """
    raw = predict_raw(model, x, state)
    if not classes or ((raw >= 0).all() and np.allclose(raw.sum(axis=1), 1, atol=1e-3)):
        return raw
    powers = np.exp(raw - raw.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


def _weights(model: Any) -> tuple[list[Any], list[Any]]:
    return model.trainable_variables, model.non_trainable_variables


def _program(model: Any) -> Any:
    """The model's program, traced once for all that is asked of it."""
    if model not in _programs:
        reference: Callable[[], Any] = weakref.ref(model)  # a program must not keep its model alive

        def forward(trainable: Any, non_trainable: Any, x: Any) -> Any:
            with defer_stop():
                return reference().stateless_call(trainable, non_trainable, x, training=False)[0]

        _programs[model] = jax().jit(forward)
    return _programs[model]
