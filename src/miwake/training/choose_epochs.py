"""Choose the number of epochs on folds of the training examples; the test is not looked at.

The folds train from the network's own first weights in its one compiled program, on whole batches.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.plan import TrainingPlan
from miwake.runtime.keras_backend import jax
from miwake.runtime.signals import check_stop
from miwake.stats.per_example import losses_of
from miwake.training.array_loader import ArrayLoader
from miwake.training.batches import batches_of
from miwake.training.build import build
from miwake.training.compiled_step import compiled_program
from miwake.training.inference import predict_proba
from miwake.training.keras_fit import why_keras
from miwake.training.model_state import State, build_variables, read_state, train_variables
from miwake.training.sharding import placement_for

FOLDS = 5
LEAST_BATCHES = 2  # of a fold's training
STREAM = 4, 3  # apart from those of other draws


def choose_epochs(model: Any, data: Dataset, plan: TrainingPlan, most: int) -> int | None:
    """Return after how many epochs the loss on examples kept aside in turn is least.

    Args:
        model: the network with its first weights, which stay as they are.
        data: what it is to be trained on.
        plan: how.
        most: the most epochs.

    Returns:
        The number; None where there are too few examples for folds of whole batches, or where
        Keras' own fit or several devices train.
    """
    batches = int(data.train * (1 - 1 / FOLDS)) // plan.batch_size
    if data.stream is not None or batches < LEAST_BATCHES:
        return None
    if why_keras(model, []) is not None or placement_for(plan.batch_size) is not None:
        return None
    first, numbers = _first_state(model, data, plan), fold_numbers(data)
    losses = [
        np.stack(list(_losses(model, first, data, numbers == fold, plan, most)))
        for fold in range(FOLDS)
    ]
    means = np.concatenate(losses, axis=1).mean(axis=1)
    return int(means.argmin()) + 1 if np.isfinite(means).all() else None


def fold_numbers(data: Dataset) -> NDArray[np.intp]:
    """Return the fold of each training example, shape (n,): drawn with the data's seed.

    Folds have equal shares of each class; what belongs together lies in one fold.
    """
    rng = np.random.default_rng(np.random.SeedSequence(data.seed, spawn_key=STREAM))
    if data.groups_train is not None:
        groups, places = np.unique(data.groups_train, return_inverse=True)
        folds: NDArray[np.intp] = (rng.permutation(len(groups)) % FOLDS)[places]
        return folds
    order = rng.permutation(data.train)
    if data.classes:
        order = order[np.argsort(data.y_train[order], kind="stable")]
    numbers = np.empty(data.train, np.intp)
    numbers[order] = np.arange(data.train) % FOLDS
    return numbers


def _first_state(model: Any, data: Dataset, plan: TrainingPlan) -> State:
    """The weights to begin from: those of the data's seed, so that all its trainings agree."""
    example = batches_of(data.x_train[:1], data.y_train[:1]).data
    size = min(plan.batch_size, data.train)
    build_variables(model, example, size)
    if plan.network is not None and plan.first_seed != data.seed:
        model = build(plan.network, data, data.seed, plan)
        build_variables(model, example, size)
    return read_state(train_variables(model))


def _losses(
    model: Any,
    first: State,
    data: Dataset,
    aside: NDArray[np.bool_],
    plan: TrainingPlan,
    epochs: int,
) -> Iterator[NDArray[Any]]:
    """Train without the examples kept aside; yield the losses of these after each epoch."""
    rng = np.random.default_rng([data.seed, *STREAM])
    others = rng.permutation(np.flatnonzero(~aside))
    whole = others[: len(others) // plan.batch_size * plan.batch_size]
    batches = batches_of(data.x_train[whole], data.y_train[whole], plan.batch_size)
    program, state = compiled_program(model, "train_step"), jax().tree.map(np.array, first)
    for blocks in ArrayLoader(batches, data.seed).epochs(0, epochs):
        for block, count in blocks:
            check_stop()
            state, _ = program(state, block, count)
        answers = predict_proba(model, data.x_train[aside], data.classes, state)
        yield losses_of(answers, data.y_train[aside], data.classes)
