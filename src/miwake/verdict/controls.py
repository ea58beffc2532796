"""Trials: quick trainings beside the real one, on less data or on data made meaningless.

They run in the program that was compiled for the real training, from fresh first weights, and
only as many and as large as the time for them allows.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.runtime.keras_backend import jax
from miwake.stats.per_example import mcfadden_r2, scores_of
from miwake.training.batches import batches_of
from miwake.training.compiled_step import Program, State
from miwake.training.loader import ArrayFeed
from miwake.training.predict import answers_of
from miwake.training.replicate import run_epochs
from miwake.verdict.evidence import Trial
from miwake.verdict.monitor import Watch

TIME = 0.3  # share of the training's own time
SHARES = (1 / 4, 1 / 8, 1 / 16, 1 / 32)  # of the data, the largest that there is time for
AROUND = 1.5  # what goes on around the steps weighs more in a short training
FEWEST = 300  # examples on which a training means anything
CONTROLS = ("part", "labels", "order")


@dataclass(frozen=True)
class Training:
    """A training that was done, and what it takes to do it again with other examples.

    Attributes:
        data: what it was done on.
        network: what was asked for: a name, or a Keras model.
        model: the trained network.
        epochs: how often it went through all examples.
        batch_size: examples a step.
        seed: of weights and orders.
        program: the compiled training; None where there is none to use again.
        watch: what was seen of it.
        seconds: that it took in all.
    """

    data: Dataset
    network: Any
    model: Any
    epochs: int
    batch_size: int
    seed: int
    program: Program | None
    watch: Watch
    seconds: float

    def seconds_for(self, train: int) -> float:
        """How long a trial on so many examples takes, about."""
        share, watch = train / self.data.train, self.watch
        return AROUND * (self.epochs * min(watch.seconds) * share + min(watch.test_seconds))


def run_trials(training: Training) -> Iterator[Trial]:
    """Train on a part, with shuffled labels and with shuffled steps; then on half.

    Args:
        training: what to do again. Without a program, or an epoch to go by, nothing is done.
    """
    watch = training.watch
    if training.program is None or watch.first is None or not watch.seconds:
        return
    data, left = training.data, TIME * training.seconds
    kinds = CONTROLS if data.kind in {"sequence", "image"} else CONTROLS[:2]
    sizes = [_whole_batches(training, share) for share in SHARES]
    fitting = [n for n in sizes if n >= FEWEST and len(kinds) * training.seconds_for(n) <= left]
    cost = training.seconds_for(fitting[0]) if fitting else 0.0
    for kind in kinds if fitting else ():
        if cost <= left:
            trial = _run(training, kind, fitting[0])
            left, cost = left - trial.seconds, trial.seconds
            yield trial
    half = _whole_batches(training, 1 / 2)
    if half >= FEWEST and training.seconds_for(half) <= left:
        yield _run(training, "part", half)


def shuffled_within(x: NDArray[Any], rng: np.random.Generator) -> NDArray[Any]:
    """Each example with its steps or pixels in an order of its own; channels stay together.

    Args:
        x: sequences, shape (n, length) or (n, length, channels); or pictures, shape
            (n, height, width) or (n, height, width, channels).
        rng: decides the orders.
    """
    channels = x.ndim == 4 or (x.ndim == 3 and x.shape[2] <= 4)
    flat = x.reshape(len(x), -1, x.shape[-1] if channels else 1)
    whole = np.dtype((np.void, flat.shape[2] * x.itemsize))
    if flat.shape[2] == 1:
        return rng.permuted(flat[..., 0], axis=1).reshape(x.shape)
    steps = np.ascontiguousarray(flat).view(whole)[..., 0]
    return rng.permuted(steps, axis=1).view(x.dtype).reshape(x.shape)


def fresh_weights(state: State, rng: np.random.Generator) -> State:
    """A copy with first weights of the same distribution: the numbers of each array, reordered."""
    copied: State = jax().tree.map(np.array, state)
    return [rng.permuted(a.ravel()).reshape(a.shape) for a in copied[0]], *copied[1:]


def _whole_batches(training: Training, share: float) -> int:
    """About a share of the examples; whole batches alone need no other program."""
    size = training.batch_size
    return int(share * len(training.data.y_train)) // size * size


def _run(training: Training, kind: Any, train: int) -> Trial:
    started = time.perf_counter()
    data, places = training.data, training.watch.places
    rng = np.random.default_rng([training.seed, train])
    kept = rng.choice(len(data.y_train), train, replace=False)
    x, y, x_test = data.x_train[kept], data.y_train[kept], data.x_test[places]
    if kind == "labels":
        y = rng.permutation(y)
    if kind == "order":
        x, x_test = shuffled_within(x, rng), shuffled_within(x_test, rng)
    state = _train(training, x, y, rng)
    answers = answers_of(training.model, x_test, data.classes, state)
    score = mcfadden_r2 if kind == "labels" else scores_of
    scores = score(answers, data.y_test[places], data.classes)
    return Trial(kind, train, places, scores, time.perf_counter() - started)


def _train(training: Training, x: NDArray[Any], y: NDArray[Any], rng: np.random.Generator) -> State:
    assert training.program is not None
    assert training.watch.first is not None
    state: State = jax().device_put(fresh_weights(training.watch.first, rng))
    feed = ArrayFeed(batches_of(x, y, training.batch_size), training.seed)
    return run_epochs(training.program, state, feed, training.epochs)
