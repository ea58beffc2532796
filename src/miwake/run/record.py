"""Record: everything about a run but its weights, as plain data."""

import json
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any

import numpy as np

from miwake.errors import Phrase

FORMAT = 1
PARTS = ("miwake", "keras", "jax", "numpy")
KINDS = {"task": dict, "network": str, "train": int, "test": int, "seed": int, "results": dict}


@dataclass(frozen=True)
class Record:
    """What run.json holds.

    Attributes:
        task: name, title, origin, text, sha256, settings and data of the task.
        network: the network's name.
        classes: the labels.
        target: what was learned, for a regression.
        train, test: how many examples.
        seed: what examples, first weights and orders came from.
        epochs: how many were finished.
        epochs_asked: how many were asked for; more than `epochs` if the run was interrupted.
        batch_size: examples a step.
        results: what the test gave, under the keys of the command line's JSON.
        history: the loss and the metrics of each epoch.
        verdict: the findings, each with check, status, text and next.
        unanswered: the checks that had nothing to say, each with check, result ("not applicable",
            or "skipped" where an answer takes more time or data) and why as text.
        views: the simple views, each with view, accuracy (R2 for a regression), low and high.
        best: the accuracy (R2) of the task's own best rule, with low and high; None if unknown.
        repeats: the figures of several seeds, with n, mean, sd, min and max; None for one.
        repeats_asked: how many seeds were asked for; more than `repeats` has if it was interrupted.
        crossings: by the name of a fact, the value at which two classes were found equally likely,
            with its standard error.
        fresh: whether each epoch had examples of its own.
        versions: of miwake and what it stands on.
        seconds: of each stage.
    """

    task: dict[str, Any]
    network: str
    classes: tuple[str, ...]
    target: str | None
    train: int
    test: int
    seed: int
    epochs: int
    epochs_asked: int
    batch_size: int
    results: dict[str, Any]
    history: list[dict[str, float]]
    verdict: list[dict[str, Any]] = field(default_factory=list)
    unanswered: list[dict[str, Any]] = field(default_factory=list)
    views: list[dict[str, Any]] = field(default_factory=list)
    best: dict[str, float] | None = None
    fresh: bool = False
    repeats: dict[str, Any] | None = None
    repeats_asked: int = 1
    crossings: dict[str, dict[str, float]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def repeated(self) -> int:
        """How many trainings were finished."""
        return self.repeats["n"] if self.repeats else int(self.epochs == self.epochs_asked)

    @property
    def is_interrupted(self) -> bool:
        """Whether less was finished than was asked for."""
        return self.repeated < self.repeats_asked

    def to_text(self) -> str:
        """The record as JSON text."""
        return json.dumps(plain({"format": FORMAT, **asdict(self)}), ensure_ascii=False, indent=1)

    @classmethod
    def from_text(cls, text: str) -> "Record":
        """The record in a JSON text.

        Raises:
            ValueError: it is none, or lacks something.
        """
        try:
            found = json.loads(text)
            if found.pop("format") != FORMAT:
                raise ValueError(Phrase("it was written by another version of miwake"))
            record = cls(**found | {"classes": tuple(found["classes"])})
        except KeyError as error:
            raise ValueError(Phrase("it lacks {name}", name=error)) from error
        except (AttributeError, TypeError, RecursionError) as error:
            raise ValueError(" ".join(str(error).split())) from error
        wrong = [
            name for name, kind in KINDS.items() if not isinstance(getattr(record, name), kind)
        ]
        if wrong:
            value = getattr(record, wrong[0])
            raise ValueError(Phrase("its {name} is {value!r}", name=wrong[0], value=value))
        return record


def versions() -> dict[str, str]:
    """Of miwake, and of what else decides a training's numbers."""
    return {part: version(part) for part in PARTS}


def plain(node: Any) -> Any:
    """The same as JSON can hold it: no NumPy types; NaN and infinities become null."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return [plain(value) for value in node]
    if isinstance(node, np.generic):
        return plain(node.item())
    if isinstance(node, float) and not np.isfinite(node):
        return None
    return node
