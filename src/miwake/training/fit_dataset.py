"""Training a network on a dataset, as a plan says: once, and again from other seeds."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.plan import TrainingPlan
from miwake.training.build import build
from miwake.training.compiled_step import Program
from miwake.training.fit import fit
from miwake.training.frozen import part_data, trained_part
from miwake.training.inference import predict_proba
from miwake.training.keras_fit import why_keras
from miwake.training.loader import make_loader
from miwake.training.replicate import train_replicates
from miwake.training.training_loop import TrainingLoop


@dataclass(frozen=True)
class Trained:
    """A network that was trained, and what it takes to train it again.

    Attributes:
        data: what it was trained on.
        plan: how, with every number named.
        model: the network.
        program: the compiled training step; None where there is none to use again.
        seconds: of each stage.
    """

    data: Dataset
    plan: TrainingPlan
    model: Any
    program: Program | None
    seconds: Mapping[str, float]


def fit_dataset(
    model: Any,
    data: Dataset,
    plan: TrainingPlan,
    callbacks: Sequence[Any] = (),
    initial_epoch: int = 0,
) -> Trained:
    """Train a compiled network on a dataset.

    Args:
        model: the network.
        data: the examples.
        plan: how; with epochs and seed.
        callbacks: Keras callbacks.
        initial_epoch: how many epochs were trained before.
    """
    assert plan.epochs is not None
    calls, part = list(callbacks), trained_part(model)
    if why_keras(part, calls) is None:
        inputs = part_data(model, data)
        loop = TrainingLoop(part, make_loader(inputs, plan.batch_size, plan.first_seed))
        loop.run(calls, initial_epoch, plan.epochs)
        return Trained(data, plan, model, loop.program, loop.seconds)
    started = time.perf_counter()
    x, y = (data.stream, None) if data.stream else (data.x_train, data.y_train)
    fit(
        model,
        x,
        y,
        plan.batch_size,
        plan.epochs,
        verbose=0,
        callbacks=calls,
        initial_epoch=initial_epoch,
        seed=plan.first_seed,
    )
    return Trained(data, plan, model, None, {"fit": time.perf_counter() - started})


def answers_of_seeds(
    trained: Trained, seeds: Sequence[int]
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """Train from other seeds, and yield each with its network's answers to the test examples."""
    data, plan = trained.data, trained.plan
    assert plan.epochs is not None
    inputs = part_data(trained.model, data)
    states = train_replicates(
        lambda seed: trained_part(build(plan.network, data, seed, plan)),
        trained.program,
        lambda seed: make_loader(inputs, plan.batch_size, seed),
        plan.epochs,
        seeds,
    )
    for seed, state in zip(seeds, states, strict=True):
        yield seed, predict_proba(trained.model, inputs.x_test, data.classes, state)
