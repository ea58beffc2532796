"""Run: a trained network, what it was trained on and what came of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from miwake.errors import RunError
from miwake.findings import Finding
from miwake.messages import resolve_language
from miwake.readers.registry import read_examples
from miwake.render.html.page import report_html
from miwake.render.notebook import html_of, model_html
from miwake.run.folder import (
    discard_folder,
    new_folder,
    read_run,
    write_report,
    write_run,
)
from miwake.run.measure_spec import spec_of_model
from miwake.run.model_file import read_model
from miwake.run.predictions import (
    Prediction,
    as_examples,
)
from miwake.stats.evaluation import Result
from miwake.workflow.tested_network import TestedNetwork


@dataclass
class Run(TestedNetwork):
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
        return report_html(self.record, self.tested_examples(), resolve_language(lang))

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
            self.path = self.write(folder)
        except BaseException:
            discard_folder(folder)
            raise
        write_report(folder, self.report(lang))
        return self.path

    def write(self, folder: Path) -> Path:
        """Write the run into its folder, which is returned.

        Raises:
            RunError: the disk does not take it.
        """
        assert self.record is not None
        answers = self.answers if self.is_folded else None
        return write_run(folder, self.model, self.spec, self.record, answers)

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
            "folds": record.plan.folds if record else None,
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
