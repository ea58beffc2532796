"""Record: everything about a run but its weights, as plain data."""

import json
from dataclasses import dataclass, field, fields, replace
from importlib.metadata import version
from typing import Any

from miwake.errors import Phrase
from miwake.plan import DataPlan, TrainingOptions, TrainingPlan, further_options
from miwake.run.json_schema import RunJson
from miwake.run.validate_json import check_schema, read_json
from miwake.runtime.plain_data import plain

FORMAT = 1
PARTS = ("miwake", "keras", "jax", "numpy")
PLANNED = {  # what run.json calls a value of the plan
    "network": "network",
    "train": "train",
    "test": "test",
    "epochs_asked": "epochs",
    "batch_size": "batch_size",
    "fresh": "fresh",
    "repeats_asked": "repeats",
}
ORDER = (
    *("format", "task", "network", "classes", "target", "train", "test", "seed", "epochs"),
    *("epochs_asked", "batch_size", "results", "history", "verdict", "unanswered", "views", "best"),
    *("fresh", "repeats", "repeats_asked", "crossings", "versions", "seconds"),
)


@dataclass(frozen=True)
class Record:
    """What run.json holds.

    Attributes:
        task: name, title, origin, text, sha256, settings and data of the task.
        plan: the training that was asked for, every number named.
        classes: the labels.
        target: what was learned, for a regression.
        epochs: how many were finished.
        results: what the test gave, under the keys of the command line's JSON.
        history: the loss and the metrics of each epoch.
        verdict: the findings, each with check, status, text and next.
        unanswered: the checks that had nothing to say, each with check, result ("not applicable",
            or "skipped" where an answer takes more time or data) and why as text.
        views: the simple views, each with view, accuracy (R2 for a regression), low and high.
        best: the accuracy (R2) of the task's own best rule, with low and high; None if unknown.
        repeats: the figures of several seeds, with n, mean, sd, min and max; None for one.
        crossings: by the name of a fact, the value at which two classes were found equally likely,
            with its standard error.
        versions: of miwake and what it stands on.
        seconds: of each stage.
    """

    task: dict[str, Any]
    plan: TrainingPlan
    classes: tuple[str, ...]
    target: str | None
    epochs: int
    results: dict[str, Any]
    history: list[dict[str, float]]
    verdict: list[dict[str, Any]] = field(default_factory=list)
    unanswered: list[dict[str, Any]] = field(default_factory=list)
    views: list[dict[str, Any]] = field(default_factory=list)
    best: dict[str, float] | None = None
    repeats: dict[str, Any] | None = None
    crossings: dict[str, dict[str, float]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def repeated(self) -> int:
        """How many trainings were finished."""
        return self.repeats["n"] if self.repeats else int(self.epochs == self.plan.epochs)

    @property
    def is_interrupted(self) -> bool:
        """Whether less was finished than was asked for."""
        return self.repeated < self.plan.repeats

    def to_text(self) -> str:
        """The record as JSON text."""
        values = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "plan"}
        values |= {name: self.plan.value(planned) for name, planned in PLANNED.items()}
        values |= {"format": FORMAT, "seed": self.plan.seed}
        ordered = {name: values[name] for name in ORDER} | further_options(self.plan)
        if self.plan.most_epochs is not None:
            ordered["most_epochs"] = self.plan.most_epochs
        return json.dumps(plain(ordered), ensure_ascii=False, indent=1)

    @classmethod
    def from_text(cls, text: str) -> "Record":
        """The record in a JSON text.

        Raises:
            ValueError: it is none, or lacks something.
        """
        try:
            values = read_json(text)
            if values.pop("format") != FORMAT:
                raise ValueError(Phrase("it was written by another version of miwake"))
            check_schema(values, RunJson, "")
            whole = {"fresh": False, "repeats_asked": 1} | values
            data = replace(DataPlan.of_record(values["task"]), seed=values["seed"])
            plan = replace(TrainingPlan(data), seed=values.pop("seed"))
            plan = plan.with_(**{planned: whole[name] for name, planned in PLANNED.items()})
            names = (*TrainingOptions.__annotations__, "most_epochs")
            options = [name for name in names if name in values]
            plan = plan.with_(**{name: values.pop(name) for name in options})
            rest = {name: value for name, value in values.items() if name not in PLANNED}
            return cls(plan=plan, **rest | {"classes": tuple(values["classes"])})
        except KeyError as error:
            raise ValueError(Phrase("it lacks {name}", name=error)) from error
        except TypeError as error:  # a key that is not known
            raise ValueError(" ".join(str(error).split())) from error


def versions() -> dict[str, str]:
    """Of miwake, and of what else decides a training's numbers."""
    return {part: version(part) for part in PARTS}
