"""Keras' own steps, many in one compiled program.

Keras calls its compiled `train_step` once a batch from Python. Here a `fori_loop` calls the very
same `train_step` for a block of batches inside one program, so weights come out equal to
`model.fit` to the last bit for the same batch order, without the work between the batches.
"""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from miwake._backend import jax, keras
from miwake.learn.batches import Batches

State = tuple[list[Any], ...]
Logs = dict[str, float]


class Program:
    """A step of a model, compiled for blocks of batches; once for each shape of a block.

    Args:
        step: the model's train_step or test_step.
        keep_logs: whether what the step returns is wanted; the metrics tell it otherwise.

    Attributes:
        seconds: spent on compiling so far.
        compiled: the programs, by the shapes of their blocks.
    """

    def __init__(
        self, step: Callable[[State, Any], tuple[Any, State]], keep_logs: bool = False
    ) -> None:
        lax = jax().lax

        def run(state: State, block: Any, count: Any) -> tuple[State, Any]:
            def at(i: Any) -> Any:
                take = lax.dynamic_index_in_dim
                return jax().tree.map(lambda array: take(array, i, keepdims=False), block)

            def body(i: Any, carried: tuple[State, Any]) -> tuple[State, Any]:
                logs, state = step(carried[0], at(i))
                return state, logs if keep_logs else None

            logs = jax().eval_shape(step, state, at(0))[0] if keep_logs else None
            zeros = jax().tree.map(lambda leaf: jax().numpy.zeros(leaf.shape, leaf.dtype), logs)
            looped: tuple[State, Any] = lax.fori_loop(0, count, body, (state, zeros))
            return looped

        self._jitted = jax().jit(run, donate_argnums=0)
        self._compiling = threading.Lock()
        self.compiled: dict[Any, Any] = {}
        self.seconds = 0.0

    def __call__(self, state: State, block: Any, count: int) -> tuple[State, Any]:
        """The state after the first `count` batches of a block, and the logs of the last."""
        shapes = tuple((a.shape, str(a.dtype)) for a in jax().tree.leaves(block))
        with self._compiling:  # repeats call it from several threads
            if shapes not in self.compiled:
                start = time.perf_counter()
                with fast_on_this_machine():
                    self.compiled[shapes] = self._jitted.lower(state, block, count).compile()
                self.seconds += time.perf_counter() - start
        found: tuple[State, Any] = self.compiled[shapes](state, block, count)
        return found


def fast_on_this_machine() -> AbstractContextManager[None]:
    """Trace inside this; on a CPU convolution is then written in the form that is fast there."""
    if jax().default_backend() != "cpu":
        return nullcontext()
    from miwake.learn.convolution import fast_convolution

    return fast_convolution()


def build_variables(model: Any, batches: Batches) -> None:
    """Give the model, its optimizer and its metrics their variables, as Keras' fit does first."""
    first = jax().tree.map(lambda array: array[:1], batches.data)
    batch = first if len(first) > 1 else first[0]
    model._symbolic_build(data_batch=batch)  # noqa: SLF001  no public name does it all


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
    copy = jax().numpy.array
    return tuple([copy(variable.value) for variable in group] for group in variables)


def write_state(variables: tuple[list[Any], ...], state: State) -> None:
    """Put values back into their variables."""
    for group, values in zip(variables, state, strict=True):
        for variable, value in zip(group, values, strict=True):
            variable.assign(value)


def logs_of(model: Any, last: Any) -> Logs:
    """The values of the metrics; or, as Keras has it, what the model's own step returned."""
    found = model.get_metrics_result()
    own = isinstance(last, dict) and set(last) != set(found)
    return {name: float(value) for name, value in (last if own else found).items()}


def program_of(model: Any, step: str) -> Program:
    """The program of a model's "train_step" or "test_step"."""
    own = getattr(type(model), step) is not getattr(keras().Model, step)
    return Program(getattr(model, step), keep_logs=own)
