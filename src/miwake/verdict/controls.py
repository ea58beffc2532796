"""Controls: quick trainings on less data, or on data made meaningless, to compare with.

They run in the program that was compiled for the real training, from fresh first weights, and
only as many and as large as the time for them allows.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.runtime.keras_backend import jax
from miwake.stats.per_example import mcfadden_r2, scores_of
from miwake.training.array_loader import ArrayLoader
from miwake.training.batches import batches_of
from miwake.training.fit_dataset import Trained
from miwake.training.frozen import part_inputs, trained_part
from miwake.training.inference import predict_proba
from miwake.training.model_state import State
from miwake.training.replicate import run_epochs
from miwake.verdict.evidence import ControlKind, ControlRun
from miwake.verdict.monitor import Monitor

TIME = 0.3  # share of the training's own time
SHARES = (1 / 4, 1 / 8, 1 / 16, 1 / 32)  # of the data, the largest that there is time for
OVERHEAD = 1.5  # what goes on around the steps weighs more in a short training
MIN_EXAMPLES = 300  # on which a training means anything
KINDS: tuple[ControlKind, ...] = ("part", "labels", "order")


@dataclass(frozen=True)
class FinishedTraining(Trained):
    """A training that was done, and what was recorded of it.

    Attributes:
        monitor: the record.
    """

    monitor: Monitor

    @property
    def spent(self) -> float:
        """The seconds of compiling, of choosing the number of epochs and of the epochs."""
        return sum(self.seconds.get(name, 0.0) for name in ("fit", "compile", "epochs"))

    def sizes(self) -> list[int]:
        """Return the amounts of data on which a control means anything, the largest first."""
        return [n for n in map(self.whole_batches, SHARES) if n >= MIN_EXAMPLES]

    def whole_batches(self, share: float) -> int:
        """Return about a share of the examples; whole batches alone need no other program."""
        size = self.plan.batch_size
        return int(share * len(self.data.y_train)) // size * size

    def seconds_for(self, train: int) -> float:
        """Estimate how long a control on this many examples takes."""
        share, monitor = train / self.data.train, self.monitor
        steps = (self.plan.epochs or 0) * min(monitor.seconds) * share
        return OVERHEAD * (steps + min(monitor.test_seconds))


def run_controls(training: FinishedTraining) -> Iterator[ControlRun]:
    """Train on a part, with shuffled labels and with shuffled steps; then on half.

    Args:
        training: what to do again. Without a program, or an epoch to go by, nothing is done.
    """
    if not _can_repeat(training):
        return
    data, left = training.data, TIME * training.spent
    pretrained = trained_part(training.model) is not training.model
    kinds = KINDS if data.kind in {"sequence", "image"} and not pretrained else KINDS[:2]
    sizes = [n for n in training.sizes() if len(kinds) * training.seconds_for(n) <= left]
    cost = training.seconds_for(sizes[0]) if sizes else 0.0
    for kind in kinds if sizes else ():
        if cost <= left:
            control = _run(training, kind, sizes[0])
            left, cost = left - control.seconds, control.seconds
            yield control
    half = training.whole_batches(1 / 2)
    if half >= MIN_EXAMPLES and training.seconds_for(half) <= left:
        yield _run(training, "part", half)


def why_no_controls(training: FinishedTraining) -> str:
    """Say what keeps a training from more controls: its program, its data or its time."""
    if not _can_repeat(training):
        return "no_program"
    return "time" if training.sizes() else "few_examples"


def shuffled_within(x: NDArray[Any], rng: np.random.Generator) -> NDArray[Any]:
    """Shuffle the steps or pixels of each example in an order of its own; channels stay together.

    Args:
        x: sequences, shape (n, length) or (n, length, channels); or images, shape
            (n, height, width) or (n, height, width, channels).
        rng: decides the orders.
    """
    channels = x.ndim == 4 or (x.ndim == 3 and x.shape[2] <= 4)
    flat = x.reshape(len(x), -1, x.shape[-1] if channels else 1)
    if flat.shape[2] == 1:
        return rng.permuted(flat[..., 0], axis=1).reshape(x.shape)
    whole = np.dtype((np.void, flat.shape[2] * x.itemsize))
    steps = np.ascontiguousarray(flat).view(whole)[..., 0]
    return rng.permuted(steps, axis=1).view(x.dtype).reshape(x.shape)


def fresh_weights(state: State, rng: np.random.Generator) -> State:
    """Copy a state with first weights of the same distribution: each array's numbers reordered."""
    copied: State = jax().tree.map(np.array, state)
    return [rng.permuted(a.ravel()).reshape(a.shape) for a in copied[0]], *copied[1:]


def _can_repeat(training: FinishedTraining) -> bool:
    monitor = training.monitor
    return training.program is not None and monitor.first is not None and bool(monitor.seconds)


def _run(training: FinishedTraining, kind: ControlKind, train: int) -> ControlRun:
    started = time.perf_counter()
    data, indices = training.data, training.monitor.indices
    rng = np.random.default_rng([training.plan.first_seed, train])
    chosen = rng.choice(len(data.y_train), train, replace=False)
    x, y, x_test = data.x_train[chosen], data.y_train[chosen], data.x_test[indices]
    if kind == "labels":
        y = rng.permutation(y)
    if kind == "order":
        x, x_test = shuffled_within(x, rng), shuffled_within(x_test, rng)
    state = _train(training, x, y, rng)
    answers = predict_proba(training.model, x_test, data.classes, state)
    score = mcfadden_r2 if kind == "labels" else scores_of
    scores = score(answers, data.y_test[indices], data.classes)
    return ControlRun(kind, train, indices, scores, time.perf_counter() - started)


def _train(
    training: FinishedTraining, x: NDArray[Any], y: NDArray[Any], rng: np.random.Generator
) -> State:
    assert training.program is not None
    x = part_inputs(training.model, x)
    assert training.monitor.first is not None
    state: State = jax().device_put(fresh_weights(training.monitor.first, rng))
    plan = training.plan
    assert plan.epochs is not None
    loader = ArrayLoader(batches_of(x, y, plan.batch_size), plan.first_seed)
    return run_epochs(training.program, state, loader, plan.epochs)
