"""Keras' own steps, many in one compiled program.

Keras calls its compiled `train_step` once a batch from Python. Here a `fori_loop` calls the very
same `train_step` for a block of batches inside one program, so weights come out equal to
`model.fit` to the last bit for the same batch order, without the work between the batches.
"""

import threading
import time
import weakref
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from miwake.runtime.keras_backend import jax, keras
from miwake.runtime.signals import defer_stop
from miwake.training.model_state import State, train_variables
from miwake.training.private_keras import compile_state

# by model: what its programs work on, and the programs
_programs: weakref.WeakKeyDictionary[Any, tuple[list[list[Any]], dict[Any, "Program"]]]
_programs = weakref.WeakKeyDictionary()


class Program:
    """A step of a model, compiled for blocks of batches; once for each shape of a block.

    Args:
        step: the model's train_step or test_step.
        keep_logs: whether what the step returns is wanted; the metrics tell it otherwise.
        sharding: of what it returns, on several devices; None where there is one.

    Attributes:
        seconds: spent on compiling so far.
        compiled: the programs, by the shapes of their blocks.
    """

    def __init__(
        self,
        step: Callable[[State, Any], tuple[Any, State]],
        keep_logs: bool = False,
        sharding: Any = None,
    ) -> None:
        lax = jax().lax
        step = step if sharding else _compiled_apart(step)

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

        self._jitted = jax().jit(run, donate_argnums=0, out_shardings=sharding)
        self._compiling = threading.Lock()
        self.compiled: dict[Any, Any] = {}
        self.seconds = 0.0

    def __call__(self, state: State, block: Any, count: int) -> tuple[State, Any]:
        """The state after the first `count` batches of a block, and the logs of the last."""
        shapes = tuple((a.shape, str(a.dtype)) for a in jax().tree.leaves(block))
        with self._compiling:  # repeats call it from several threads
            if shapes not in self.compiled:
                start = time.perf_counter()
                with cpu_convolution(), defer_stop():
                    self.compiled[shapes] = self._jitted.lower(state, block, count).compile()
                self.seconds += time.perf_counter() - start
        after: tuple[State, Any] = self.compiled[shapes](state, block, count)
        return after


def _compiled_apart(step: Callable[..., Any]) -> Callable[..., Any]:
    """On a CPU, the step as a call of its own, so that its bits are those of Keras' program."""
    if jax().default_backend() != "cpu":
        return step
    from miwake.training.cpu_call import compiled_apart

    return compiled_apart(step)


def cpu_convolution() -> AbstractContextManager[None]:
    """Trace inside this; on a CPU convolution is then written in the form that is fast there."""
    if jax().default_backend() != "cpu":
        return nullcontext()
    from miwake.training.cpu_convolution import fast_convolution

    return fast_convolution()


def compiled_program(model: Any, step: str, sharding: Any = None) -> Program:
    """The program of a model's "train_step" or "test_step", which works as long as the model is.

    It is kept for the next fit, until the model is compiled again or what is trainable changes.
    """
    now = [[compile_state(model)], *train_variables(model)]
    before, programs = _programs.get(model, ([], {}))
    if not _are_the_same(before, now):
        programs = {}
        _programs[model] = [[weakref.ref(part) for part in group] for group in now], programs
    if (step, sharding) not in programs:
        own = getattr(type(model), step) is not getattr(keras().Model, step)
        programs[step, sharding] = Program(_step_of(weakref.ref(model), step), own, sharding)
    return programs[step, sharding]


def _step_of(model: weakref.ref[Any], step: str) -> Callable[[State, Any], tuple[Any, State]]:
    """The step of a model that a kept program must not keep alive."""

    def run(state: State, batch: Any) -> tuple[Any, State]:
        returned: tuple[Any, State] = getattr(model(), step)(state, batch)
        return returned

    return run


def _are_the_same(before: list[list[Any]], now: list[list[Any]]) -> bool:
    """Whether these weak references lead to these very objects."""
    return [len(group) for group in before] == [len(group) for group in now] and all(
        ref() is part
        for old, new in zip(before, now, strict=True)
        for ref, part in zip(old, new, strict=True)
    )
