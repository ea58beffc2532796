"""Look: what examples are like, and what already tells them apart, before any network."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from miwake.audit.baseline_checks import check_predictors, check_views
from miwake.audit.baseline_scores import (
    Parts,
    Places,
    TriedView,
    chance_of,
    columns_of,
    try_facts,
    try_views,
)
from miwake.audit.class_statistics import ClassStatistics, class_statistics
from miwake.audit.data_checks import check_balance, check_constants, check_copies, check_facts
from miwake.audit.duplicates import Copies, find_copies
from miwake.audit.text import look_lines
from miwake.dataset import Dataset, next_steps
from miwake.findings import Finding
from miwake.input_spec import Kind
from miwake.plan import TrainingPlan
from miwake.runtime.html_repr import HtmlRepr

FITTED = 10_000  # more training examples change an accuracy by less than its interval
NUMBERS = 20_000_000  # in the examples that rules are fitted on, so that large ones take no longer
TESTED = 10_000
SHOWN = 500  # examples of each class that a figure may draw
ALL = "all"  # the name of all examples together, for a regression


@dataclass(frozen=True)
class Look(HtmlRepr):
    """What a dataset is like, as plain data.

    Attributes:
        task: the task's name.
        title: the task's title.
        classes: the labels; empty for a regression.
        target: the fact that is learned, for a regression.
        train, test: how many examples.
        shape, kind: of one example.
        seed: what the dataset was made from.
        statistics: of each class, or of "all" for a regression.
        chance: the share of right answers of always giving the most frequent class.
        views: what each view tells by itself, the best first.
        facts: the same for facts, which are no inputs.
        copies: examples that stand in the data twice.
        tested: places of the test examples that the `hits` of a view are about.
        examples: for each class, places of training examples to draw.
        columns: of a table, the view's name for each number.
        warnings: what follows, in words.
    """

    task: str
    title: str
    classes: tuple[str, ...]
    target: str | None
    train: int
    test: int
    shape: tuple[int, ...]
    kind: Kind
    seed: int
    statistics: Mapping[str, ClassStatistics]
    chance: float
    views: tuple[TriedView, ...]
    facts: tuple[TriedView, ...]
    copies: Copies
    tested: Places = field(repr=False, compare=False)
    examples: Mapping[str, tuple[int, ...]] = field(repr=False)
    columns: tuple[str, ...] = ()
    warnings: tuple[Finding, ...] = ()

    def __str__(self) -> str:
        return "\n".join(look_lines(self))

    def as_json(self, lang: str = "en") -> dict[str, Any]:
        """The figures under the keys of the command line's JSON."""
        return {
            "task": self.task,
            "classes": self.classes,
            "target": self.target,
            "train": self.train,
            "test": self.test,
            "shape": self.shape,
            "seed": self.seed,
            "statistics": {name: asdict(found) for name, found in self.statistics.items()},
            "chance": self.chance,
            "views": [trial.as_json() for trial in self.views],
            "warnings": [check.as_json(lang) for check in self.warnings],
        }


def look(data: Dataset, seed: int = 0, fitted: int = FITTED) -> Look:
    """Look at a dataset: its numbers, its copies, and what simple views tell.

    Each view is one number or a few numbers of an example. A small rule that sees nothing else is
    fitted on training examples and answers test examples; what it gets right needs no network.

    Args:
        data: examples and labels.
        seed: decides which examples are taken where there are many, and which are drawn.
        fitted: the most training examples to fit the rules on.
    """
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(4, 1)))
    numbers = max(1, int(np.prod(data.shape)))
    most = max(1, min(fitted, max(1_000, NUMBERS // numbers)))
    chance = chance_of(data)
    parts = Parts(
        data,
        fitted=np.sort(rng.permutation(len(data.x_train))[:most]),
        tested=np.sort(rng.permutation(len(data.x_test))[:TESTED]),
        chance=chance,
        seed=seed,
    )
    views = sorted(try_views(parts), key=lambda trial: -trial.accuracy)
    labels = data.y_train, data.y_test
    if not data.classes:
        labels = np.zeros(len(data.y_train), int), np.zeros(len(data.y_test), int)
    names = data.classes or (ALL,)
    shuffled = rng.permutation(len(data.x_train))
    found = Look(
        task="data",
        title="Data",
        classes=data.classes,
        target=data.target,
        train=data.train,
        test=len(data.y_test),
        shape=data.shape,
        kind=data.kind,
        seed=data.seed,
        statistics=class_statistics(data.x_train, *labels, names),
        chance=chance,
        views=tuple(views),
        facts=try_facts(parts),
        copies=find_copies(data, seed),
        tested=parts.tested,
        examples={
            name: tuple(shuffled[labels[0][shuffled] == number][:SHOWN].tolist())
            for number, name in enumerate(names)
        },
        columns=columns_of(data),
    )
    return with_warnings(found, data)


def with_warnings(found: Look, data: Dataset) -> Look:
    """What was seen in examples, under the name of their task and with what follows from it."""
    if data.origin:
        found = replace(found, task=data.origin.name, title=data.origin.title, train=data.train)
    return replace(found, warnings=tuple(_warnings(found, data)))


def _warnings(found: Look, data: Dataset) -> Iterator[Finding]:
    action = None
    if data.origin and data.plan.task is not None:
        network, epochs = data.origin.defaults["network"], data.origin.defaults["epochs"]
        action = next_steps(data, TrainingPlan(data.plan, network, epochs)).train()
    yield from data.notes
    yield from check_balance(found.statistics, found.classes, found.chance)
    yield from check_constants(found.statistics)
    yield from check_copies(found.copies, found.classes)
    yield from check_facts(data, found.facts, found.chance)
    if found.classes:
        yield from check_views(found.views, found.chance, action)
    else:
        yield from check_predictors(found.views, found.target or "y", action)
