"""Run: a trained network, what it was trained on and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset, Examples, Groups
from miwake.errors import MiwakeError, RunError
from miwake.findings import Finding
from miwake.input_spec import InputSpec
from miwake.messages import resolve_language
from miwake.readers.registry import read_examples
from miwake.render.html.error_analysis import PredictedExamples
from miwake.render.html.page import report_html
from miwake.render.notebook import html_of, model_html
from miwake.run.folder import discard_folder, new_folder, read_run, write_report, write_run
from miwake.run.measure_spec import spec_of_model
from miwake.run.model_file import read_model
from miwake.run.predictions import (
    Evaluation,
    Prediction,
    answer_examples,
    as_examples,
    predictions_of,
)
from miwake.run.record import Record
from miwake.stats.chance import chance_level, chance_of
from miwake.stats.evaluation import Result, evaluate_outputs
from miwake.tasks.load import from_record, load_task
from miwake.tasks.protocol import Task, built_in_tasks
from miwake.training.inference import predict_proba
from miwake.workflow.mistakes import add_nearest_photos


@dataclass
class Run:
    """A trained network with all that is known about it.

    Attributes:
        model: the Keras model.
        spec: what its input looks like and its outputs mean.
        record: what it was trained on and what came of it; None for a .keras file alone.
        data: the dataset, where the run was trained in this process.
        path: where it is kept, if it is.
        answers: to the test examples, where the run was trained in this process.
        result: what its test gave, where the run was trained in this process.
        verdict: what that is worth, the gravest finding first.
    """

    model: Any
    spec: InputSpec
    record: Record | None = None
    data: Dataset | None = None
    path: Path | None = None
    answers: NDArray[Any] | None = None
    result: Result | None = None
    verdict: tuple[Finding, ...] = ()

    def predict(self, x: Any) -> list[Prediction]:
        """Labels (or values) for examples.

        Args:
            x: an array of shape (n, ...) or one example; or the path of a file, or several.

        Raises:
            ArgumentError, DataError: they are no examples that the network takes.
        """
        if isinstance(x, str | Path):
            x = [x]
        if isinstance(x, list | tuple) and x and all(isinstance(p, str | Path) for p in x):
            named = [pair for path in x for pair in read_examples(Path(path), self.spec)]
            return self._predict(np.stack([e for _, e in named]), [name for name, _ in named])
        examples = as_examples(x, self.spec.shape)
        return self._predict(examples, [str(i) for i in range(len(examples))])

    def predict_tests(self, count: int = 20) -> list[Prediction]:
        """Answers for the first test examples, beside the true ones.

        Raises:
            RunError, TaskError, DataError: the test examples can't be had again.
        """
        if self.data is not None:
            x, y = self.data.x_test[:count], self.data.y_test[:count]
        else:
            task = self.task()
            test = self.record.plan.data.test if self.record else self.spec.test
            seed = self.spec.seed
            examples = task.first_tests(count, test or task.default("test"), seed)
            x, y = examples.x, examples.y
        answers = [self.spec.classes[n] if self.spec.classes else float(n) for n in y]
        return self._predict(x, [f"test[{i}]" for i in range(len(x))], answers)

    def evaluate(
        self, each_class: bool = False, test: int | None = None, seed: int = 0
    ) -> Evaluation:
        """Try the network on examples that neither training nor testing has met.

        Data that can't be made anew is tried on its test part.

        Args:
            each_class: also each class alone.
            test: how many examples; by default as many as the task tests on.
            seed: of the fresh examples.

        Raises:
            RunError, TaskError, DataError: examples can't be had.
        """
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

    def report(self, lang: str | None = None) -> str:
        """What came of the run, as the text of an HTML page that needs no other file.

        Test examples that are not at hand are had again from the task; where that is not possible,
        or they are others than they were, what shows them is left out.

        Args:
            lang: the language, such as "ja"; by default the locale's.

        Raises:
            ArgumentError: there is no such language.
            RunError: it is a .keras file alone.
        """
        if self.record is None:
            raise RunError("a .keras file alone is no run; a report needs the run's folder")
        return report_html(self.record, self._tested(), resolve_language(lang))

    def save(self, path: str | Path, lang: str | None = None) -> Path:
        """Keep the run in a new folder, with a report.

        Args:
            path: the folder.
            lang: the language of the report; by default the locale's.

        Raises:
            ArgumentError: there is no such language.
            RunError: the folder exists already, or can't be written.
        """
        lang = resolve_language(lang)
        if self.record is None:
            raise RunError("a .keras file alone is no run; keep the model with run.model.save(...)")
        folder = new_folder(Path(path))
        try:
            self.path = write_run(folder, self.model, self.spec, self.record)
        except BaseException:
            discard_folder(folder)
            raise
        write_report(folder, self.report(lang))
        return self.path

    def as_json(self) -> dict[str, Any]:
        """What is known of it, under the keys of the command line."""
        record, spec = self.record, self.spec
        folder = self.path if record else None
        return {
            "run": str(folder) if folder else None,
            "model": str(folder / "model.keras" if folder else self.path),
            "task": record.task["name"] if record else spec.task,
            "network": record.plan.network if record else self.model.name,
            "classes": spec.classes,
            "target": spec.target,
            "train": record.plan.data.train if record else None,
            "test": record.plan.data.test if record else spec.test,
            "epochs": record.epochs if record else None,
            "seed": record.plan.seed if record else spec.seed,
            **(record.results if record else {}),
            "repeats": record.repeats if record else None,
            "crossings": record.crossings if record else {},
            "verdict": record.verdict if record else [],
            "unanswered": record.unanswered if record else [],
        }

    def _repr_html_(self) -> str:
        """Render what Jupyter shows, in the user's language."""
        if self.record is None:
            return model_html(self.model.name, str(self.path or ""))
        return html_of(self.record)

    def write_report(self, lang: str | None = None) -> Path:
        """Write the report into the run's folder; its path is returned."""
        assert self.path is not None
        return write_report(self.path, self.report(lang))

    def _tested(self) -> PredictedExamples | None:
        """The test examples with the network's answers; None if they can't be had again."""
        data = self.data
        if data is not None:
            answers = self.answers
            if answers is None:
                answers = predict_proba(self.model, data.x_test, data.classes)
            tests = Examples(data.x_test, data.y_test, dict(data.facts_test), data.groups_test)
            tested = PredictedExamples.of(tests, answers, self.spec.table)
            return add_nearest_photos(tested, self.model, data)
        assert self.record is not None
        try:
            task = self.task()
            test = self.record.plan.data.test or 0
            tests = task.first_tests(test, test, self.spec.seed)
            answers = predict_proba(self.model, tests.x, self.spec.classes)
            result = evaluate_outputs(answers, tests.y, self.spec.classes)
        except (MiwakeError, ValueError, KeyError, TypeError, IndexError):
            return None
        same = np.isclose(result.loss, self.record.results.get("test_loss") or np.nan, rtol=0.01)
        return PredictedExamples.of(tests, answers, self.spec.table) if same else None

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


def load_run(path: str | Path) -> Run:
    """Read a run folder, or a .keras file alone.

    Raises:
        RunError: it is missing, damaged or not to be trusted.
    """
    path = Path(path)
    if path.is_dir():
        model, spec, record = read_run(path)
        return Run(model, spec, record, path=path)
    if path.suffix != ".keras":
        raise RunError("there is no run {path}; give a run folder or a .keras file", path=path)
    model, own = read_model(path)
    return Run(model, own or spec_of_model(model), path=path)
