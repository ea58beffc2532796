"""Cross-validation: every example answered by a network that has not seen it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.errors import ArgumentError
from miwake.plan import TrainingPlan
from miwake.readers.folds import Folds, fold
from miwake.runtime.signals import check_stop
from miwake.stats.chance import chance_of
from miwake.stats.evaluation import Result, evaluate_outputs
from miwake.stats.transition_point import Estimate, find_crossings
from miwake.training.build import build
from miwake.training.compiled_step import Program, compiled_program
from miwake.training.fit_dataset import Trained, fit_dataset
from miwake.training.inference import predict_proba
from miwake.training.inner_network import inner_network
from miwake.training.keras_fit import why_keras
from miwake.training.loader import make_loader
from miwake.training.model_state import build_variables
from miwake.training.replicate import train_replicates

Answers = NDArray[np.float32]


@dataclass(frozen=True)
class Tested:
    """A network, and answers to test examples; those of a fold by one trained without them.

    Attributes:
        model: the network to save; None where none is.
        data: what it was trained on, and the test examples.
        answers: to the test examples, shape (n, classes) or (n, 1).
        result: the answers compared with what is true.
        crossings: by the name of a fact, where two classes are equally likely.
        folds: how many networks tested them; fewer than asked for where fewer are possible.
    """

    model: Any
    data: Dataset
    answers: Answers
    result: Result
    crossings: Mapping[str, Estimate]
    folds: int = 1

    @classmethod
    def of(cls, model: Any, data: Dataset, answers: Answers, folds: int = 1) -> Self:
        """Compare a network's answers with what is true."""
        chance, groups = chance_of(data), data.groups_test
        result = evaluate_outputs(answers, data.y_test, data.classes, chance, groups)
        crossings = find_crossings(data.facts_test, answers)
        return cls(model, data, answers, result, crossings, folds)


def check_folds(plan: TrainingPlan, data: Dataset, model: object) -> None:
    """Refuse folds of what can't be split, or can't be trained again.

    Raises:
        ArgumentError: the data has a test part of its own, or the network has weights already.
    """
    if plan.folds < 1:
        raise ArgumentError("folds = {folds}; give at least 1", folds=plan.folds)
    if plan.folds == 1:
        return
    if model is not None:
        raise ArgumentError(
            "folds = {folds} with a Keras model, which has first weights already; write a "
            "function def NAME(input_shape, outputs) that builds it, in the task file",
            folds=plan.folds,
        )
    if not data.splittable:
        raise ArgumentError(
            "folds = {folds}, but this data has a test part of its own; drop {--folds}",
            folds=plan.folds,
        )


def cross_validate(trained: Trained, answers: Answers) -> Tested:
    """Let each fold's network answer its examples, and train the one to save on all of them.

    Args:
        trained: the training of the first fold, which is the data's own split.
        answers: its answers to its test examples.

    Raises:
        KeyboardInterrupt: Ctrl-C came.
    """
    plan, folds = trained.plan, fold(trained.data, trained.plan.folds, trained.data.seed)
    parts = [answers]
    for part in _answers(plan, folds, range(1, len(folds))):
        check_stop()
        parts.append(part)
    tested = folds.tested
    model = build(plan.network, tested, plan.first_seed, plan)
    fit_dataset(model, tested, plan)
    return Tested.of(model, tested, np.concatenate(parts), len(folds))


def tested_data(data: Dataset, folds: int, seed: int) -> Dataset:
    """The test examples in the order in which folds drawn with a seed, or one network, answer."""
    return data if folds == 1 else fold(data, folds, seed).tested


def answer_folds(plan: TrainingPlan, data: Dataset) -> Tested:
    """Test every example of a dataset by a network that was trained without it.

    Args:
        plan: the training; its seed decides the folds, too.
        data: the examples, as they were split with any seed.
    """
    folds = fold(data, plan.folds, plan.first_seed)
    answers = list(_answers(plan, folds, range(len(folds))))
    return Tested.of(None, folds.tested, np.concatenate(answers))


class _FoldTraining:
    """The training that tests one fold: its network without scalings, and the scaled examples."""

    def __init__(self, plan: TrainingPlan, folds: Folds, number: int) -> None:
        data = folds.dataset(number)
        self.inner = inner_network(build(plan.network, data, plan.first_seed, plan))
        self.data = self.inner.scale(data)
        self.loader = make_loader(self.data, plan.batch_size, plan.first_seed)

    def program(self) -> Program:
        """Compile the training step, which is that of all folds."""
        model, loader = self.inner.model, self.loader
        build_variables(model, loader.first, min(loader.n, loader.size))
        return compiled_program(model, "train_step")


def _answers(plan: TrainingPlan, folds: Folds, numbers: range) -> Iterator[Answers]:
    """Train without each fold, in one compiled program where there can be one, and answer it."""
    assert plan.epochs is not None
    first = _FoldTraining(plan, folds, numbers[0])
    trainings, model = {numbers[0]: first}, first.inner.model

    def prepare(number: int) -> Any:
        if number not in trainings:
            trainings[number] = _FoldTraining(plan, folds, number)
        return trainings[number].inner.model

    if why_keras(model, []) is not None or not first.inner.is_scale_free:
        yield from (_answer_alone(plan, folds.dataset(number)) for number in numbers)
        return
    states = train_replicates(
        prepare, first.program(), lambda number: trainings[number].loader, plan.epochs, numbers
    )
    for number, state in zip(numbers, states, strict=True):
        training = trainings.pop(number)
        answers = predict_proba(model, training.data.x_test, folds.whole.classes, state)
        yield training.inner.unscale(answers)


def _answer_alone(plan: TrainingPlan, data: Dataset) -> Answers:
    model = build(plan.network, data, plan.first_seed, plan)
    fit_dataset(model, data, plan)
    return predict_proba(model, data.x_test, data.classes)
