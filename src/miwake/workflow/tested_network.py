"""Tests of a trained network: its test examples, had again, and what it answers to them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset, Examples, Groups
from miwake.errors import MiwakeError, RunError
from miwake.input_spec import InputSpec, is_photo
from miwake.render.html.error_analysis import PredictedExamples
from miwake.run.folder import read_answers
from miwake.run.predictions import Evaluation, Prediction, answer_examples, predictions_of
from miwake.run.record import Record
from miwake.stats.chance import chance_level, chance_of
from miwake.stats.evaluation import Result, evaluate_outputs
from miwake.tasks.load import from_record, load_task
from miwake.tasks.protocol import Task, built_in_tasks
from miwake.training.inference import predict_proba
from miwake.workflow.cross_validation import tested_data
from miwake.workflow.mistakes import add_nearest_photos


@dataclass
class TestedNetwork:
    """A trained network and what it is tested on.

    Attributes:
        model: the Keras model.
        spec: what its input looks like and its outputs mean.
        record: what it was trained on and what came of it; None for a .keras file alone.
        data: the dataset, where it was trained in this process.
        path: where it is kept, if it is.
        answers: to the test examples, where it was trained in this process.
    """

    model: Any
    spec: InputSpec
    record: Record | None = None
    data: Dataset | None = None
    path: Path | None = None
    answers: NDArray[Any] | None = None

    def predict_tests(self, count: int = 20) -> list[Prediction]:
        """Answers for the first test examples, beside the true ones.

        Raises:
            RunError, TaskError, DataError: the test examples can't be had again.
        """
        if self.is_folded:
            tested = self._folded()
            x, y = tested.x[:count], tested.y[:count]
        elif self.data is not None:
            x, y = self.data.x_test[:count], self.data.y_test[:count]
        else:
            task = self.task()
            test = self.record.plan.data.test if self.record else self.spec.test
            seed = self.spec.seed
            examples = task.first_tests(count, test or task.default("test"), seed)
            x, y = examples.x, examples.y
        answers = [self.spec.classes[n] if self.spec.classes else float(n) for n in y]
        names = [f"test[{i}]" for i in range(len(x))]
        if self.is_folded:
            return predictions_of(tested.answers[:count], self.spec.classes, names, answers)
        return self._predict(x, names, answers)

    def evaluate(
        self, each_class: bool = False, test: int | None = None, seed: int = 0
    ) -> Evaluation:
        """Try the network on examples that neither training nor testing has met.

        Data that can't be made anew is tried on its test part; with folds, each of its examples
        was tested by a network trained without it, and the answers are those.

        Args:
            each_class: also each class alone.
            test: how many examples; by default as many as the task tests on.
            seed: of the fresh examples.

        Raises:
            RunError, TaskError, DataError: examples can't be had.
        """
        if self.is_folded:
            return self._evaluate_folds(each_class)
        tests = None if self._can_make_fresh() else self._test_part(test)
        if tests is not None:
            x, y, groups = tests.x_test, tests.y_test, tests.groups_test
            whole = self._result(x, y, chance_of(tests) if tests.classes else None, groups)
            of_class = [np.flatnonzero(y == number) for number in range(len(self.spec.classes))]
            parts = [(x[i], y[i], None, None if groups is None else groups[i]) for i in of_class]
            n = len(y)
        else:
            task = self.task()
            n = test or task.default("test")
            fresh = self._fresh(task, n, seed)
            whole = self._result(*fresh, self._chance(fresh[1]))
            share = max(1, n // len(task.classes))
            names = self.spec.classes if each_class else ()
            parts = [(*self._fresh(task, share, seed, name), None, None) for name in names]
        each = dict(zip(self.spec.classes, parts, strict=False)) if each_class else {}
        alone = {name: self._result(*part) for name, part in each.items() if len(part[1])}
        return Evaluation(n, tests is None, whole, alone)

    def task(self) -> Task:
        """The task that the run was trained on, read again from what was kept of it.

        Raises:
            RunError: it was not kept; TaskError: it can't be read.
        """
        if self.data is not None and self.data.origin is not None:
            simulator = self.data.origin.simulator
            return simulator if isinstance(simulator, Task) else from_record(self.data.task_record)
        if self.record is None and self.spec.task in built_in_tasks():  # never a file it names
            return load_task(str(self.spec.task), self.spec.settings)
        return from_record(self.record.task if self.record else {})

    def tested_examples(self) -> PredictedExamples | None:
        """The test examples with the network's answers; None if they can't be had again."""
        data = self.data
        if data is not None and not self.is_folded:
            answers = self.answers
            if answers is None:
                answers = predict_proba(self.model, data.x_test, data.classes)
            return add_nearest_photos(self._beside(data, answers), self.model, data)
        assert self.record is not None
        try:
            if self.is_folded:
                return self._folded(nearest=True)
            task, plan = self.task(), self.record.plan.data
            test = plan.test or 0
            if is_photo(self.spec.shape) and not task.can_simulate:
                data = task.make(plan.train, test, self.spec.seed)
            tests = task.first_tests(test, test, self.spec.seed)
            answers = predict_proba(self.model, tests.x, self.spec.classes)
            result = evaluate_outputs(answers, tests.y, self.spec.classes)
        except (MiwakeError, ValueError, KeyError, TypeError, IndexError):
            return None
        same = np.isclose(result.loss, self.record.results.get("test_loss") or np.nan, rtol=0.01)
        if not same:
            return None
        tested = PredictedExamples.of(tests, answers, self.spec.table)
        return tested if data is None else add_nearest_photos(tested, self.model, data)

    @property
    def is_folded(self) -> bool:
        """Whether every example was tested by a network that was trained without it."""
        return self.record is not None and self.record.plan.folds > 1

    def _folded(self, nearest: bool = False) -> PredictedExamples:
        """All examples, in the folds' order, each with the answer of a network new to it.

        Args:
            nearest: whether mistakes on photos come with the nearest photo of another group.

        Raises:
            RunError: the answers are damaged, or the data changed since.
        """
        assert self.record is not None
        data, answers, plan = self.data, self.answers, self.record.plan
        if data is None or answers is None:
            assert self.path is not None
            answers = read_answers(self.path)
            data = self.task().make(plan.data.train, plan.data.test, plan.data.seed)
            data = tested_data(data, plan.folds, plan.data.seed)
        if answers.shape != (len(data.y_test), data.outputs):
            raise RunError(
                "the data of this run has {n:,} examples now, and {answers:,} were tested; "
                "train it again",
                n=len(data.y_test),
                answers=len(answers),
            )
        tested = self._beside(data, answers)
        return add_nearest_photos(tested, self.model, data, folded=True) if nearest else tested

    def _beside(self, data: Dataset, answers: NDArray[Any]) -> PredictedExamples:
        """A dataset's test examples beside answers to them."""
        tests = Examples(data.x_test, data.y_test, dict(data.facts_test), data.groups_test)
        return PredictedExamples.of(tests, answers, self.spec.table)

    def _evaluate_folds(self, each_class: bool) -> Evaluation:
        tested, classes = self._folded(), self.spec.classes

        def result(part: NDArray[Any], chance: float | None = None) -> Result:
            groups = None if tested.groups is None else tested.groups[part]
            return evaluate_outputs(tested.answers[part], tested.y[part], classes, chance, groups)

        whole = result(np.arange(len(tested.y)), self._chance(tested.y))
        parts = {name: np.flatnonzero(tested.y == n) for n, name in enumerate(classes)}
        alone = {name: result(part) for name, part in parts.items() if each_class and len(part)}
        return Evaluation(len(tested.y), False, whole, alone)

    def _predict(
        self, x: NDArray[Any], names: list[str], labels: Sequence[str | float] = ()
    ) -> list[Prediction]:
        return predictions_of(
            answer_examples(self.model, x, self.spec), self.spec.classes, names, labels
        )

    def _result(
        self, x: NDArray[Any], y: NDArray[Any], chance: float | None = None, groups: Groups = None
    ) -> Result:
        answers = answer_examples(self.model, x, self.spec)
        return evaluate_outputs(answers, y, self.spec.classes, chance, groups)

    def _chance(self, y: NDArray[Any]) -> float | None:
        """Return the accuracy of guessing; classes that were unequal in training are so in y."""
        classes = len(self.spec.classes)
        if not classes:
            return None
        trained = self.record.results.get("chance") if self.record else None
        return chance_level(y, classes) if trained in {None, 1 / classes} else None

    def _can_make_fresh(self) -> bool:
        if self.data is not None:
            return self.data.origin is not None and self.data.origin.simulator is not None
        return self.task().can_simulate

    def _test_part(self, test: int | None) -> Dataset:
        data = self.data or self.task().make(test=test, seed=self.spec.seed)
        if test is None:
            return data
        groups = None if data.groups_test is None else data.groups_test[:test]
        x, y = data.x_test[:test], data.y_test[:test]
        return replace(data, x_test=x, y_test=y, groups_test=groups)

    def _fresh(
        self, task: Task, n: int, seed: int, only: str | None = None
    ) -> tuple[NDArray[Any], NDArray[Any]]:
        examples = task.fresh(n, seed, only)
        return examples.x, examples.y
