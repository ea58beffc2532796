"""The state of a model: its variables, copied out for a program and put back, and its logs."""

from functools import cache
from typing import Any

import numpy as np

from miwake.runtime.keras_backend import jax
from miwake.runtime.signals import defer_stop
from miwake.training.private_keras import create_variables

State = tuple[list[Any], ...]
Logs = dict[str, Any]  # a number; an array where a metric has a value for each class


@defer_stop()
def build_variables(model: Any, first: tuple[Any, ...], size: int = 1) -> None:
    """Give the model, its optimizer and its metrics their variables, as Keras' fit does first.

    Args:
        model: a compiled Keras model.
        first: (x, y) or (x, y, sample_weight), one example.
        size: examples a batch; some layers take batches of one size alone.
    """

    def batch(example: Any) -> Any:
        return np.broadcast_to(example, (size, *example.shape[1:]))

    data = first if len(first) > 1 else first[0]
    create_variables(model, jax().tree.map(batch, data))


def train_variables(model: Any) -> tuple[list[Any], ...]:
    """All variables that a training step changes."""
    return (
        model.trainable_variables,
        model.non_trainable_variables,
        model.optimizer.variables,
        model.metrics_variables,
    )


def test_variables(model: Any) -> tuple[list[Any], ...]:
    """All variables that a test step reads or changes."""
    return model.trainable_variables, model.non_trainable_variables, model.metrics_variables


def read_state(variables: tuple[list[Any], ...]) -> State:
    """Copies of the variables' values; a program may use them up."""
    copied: State = _copying()(tuple([v.value for v in group] for group in variables))
    return copied


@cache
def _copying() -> Any:
    """One program that copies all of a state; a copy at a time would be a program each."""

    def copies(state: State) -> State:
        copied: State = jax().tree.map(jax().numpy.copy, state)
        return copied

    return jax().jit(copies)


def write_state(variables: tuple[list[Any], ...], state: State) -> None:
    """Put values back into their variables."""
    for group, values in zip(variables, state, strict=True):
        for variable, value in zip(group, values, strict=True):
            variable.assign(value)


def logs_of(model: Any, last: Any) -> Logs:
    """The values of the metrics; or, as Keras has it, what the model's own step returned."""
    measured = model.get_metrics_result()
    own = isinstance(last, dict) and set(last) != set(measured)
    values = {name: np.asarray(v) for name, v in (last if own else measured).items()}
    return {name: float(v) if v.ndim == 0 else v for name, v in values.items()}


def scalar_logs(logs: Logs) -> dict[str, float]:
    """The logs with one number a name: f1_score of two classes is f1_score_0 and f1_score_1."""
    numbers: dict[str, float] = {}
    for name, value in logs.items():
        if np.ndim(value):
            parts = np.ravel(value).tolist()
            numbers |= {f"{name}_{i}": part for i, part in enumerate(parts)}
        else:
            numbers[name] = float(value)
    return numbers
