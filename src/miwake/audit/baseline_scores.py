"""Trials: how well a rule that sees one view of an example answers held-out examples."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.audit.baseline_models import answers
from miwake.audit.features import Features, features_of, views_of
from miwake.dataset import Dataset
from miwake.input_spec import TableSpec
from miwake.runtime.signals import check_stop
from miwake.stats.intervals import r2_interval, wilson_interval
from miwake.stats.per_example import Scores, scores_of
from miwake.stats.significance_tests import binomial_test, chance_level, holm, paired_difference

SURE = 0.97  # of a class is found, and of what is taken for it right: told from all others
LEAST = 10  # test examples of a class from which that can be said

MOST_COLUMNS = 100  # of a table, that are tried one by one

Places = NDArray[np.intp]


@dataclass(frozen=True)
class TriedView:
    """How well one view tells the classes apart, or the target's values.

    Attributes:
        view: the view's name; `fact:NAME` for a fact that is no input.
        features: how many numbers it is.
        accuracy: the share of right answers on held-out examples; of a regression R2.
        low, high: its 95 % interval.
        p: how often guessing does as well, corrected for the number of views tried; guessing
            is to answer the most frequent class, or the mean.
        sure: the classes that are told from all others: nearly all of them are found, and
            nearly all that is taken for them is right.
        hits: for each test example that was tried, whether the answer is right; of a regression
            its score, whose mean is R2.
    """

    view: str
    features: int
    accuracy: float
    low: float
    high: float
    p: float
    sure: tuple[str, ...] = ()
    hits: Scores = field(default_factory=lambda: np.empty(0), repr=False, compare=False)

    @property
    def single(self) -> bool:
        """Whether it is one number an example."""
        return self.features == 1

    def gain(self, chance: float) -> float:
        """How far the accuracy is on the way from chance, at 0, to always right, at 1."""
        return (self.accuracy - chance) / (1 - chance) if chance < 1 else 0.0

    def as_json(self) -> dict[str, Any]:
        """The figures under the keys of the command line's JSON."""
        kind = "accuracy" if self.hits.dtype == bool else "r2"
        score = {kind: self.accuracy, "low": self.low, "high": self.high, "p": self.p}
        return {"view": self.view, **score, "features": self.features}


def chance_of(data: Dataset) -> float:
    """The share of right answers of always giving the most frequent class; 0 for a regression.

    Where the classes differ in size, that is the most frequent class of the test examples.
    """
    if not data.classes:
        return 0.0
    train, test = (np.bincount(y, minlength=len(data.classes)) for y in (data.y_train, data.y_test))
    if not test.sum() or chance_level(train + test) == 1 / len(data.classes):
        return 1 / len(data.classes)
    return float(test.max() / test.sum())


def columns_of(data: Dataset) -> tuple[str, ...]:
    """For rows of a table, a view's name for each number: its column, or that it is missing."""
    table = data.reading
    if not isinstance(table, TableSpec):
        return ()
    numbers, gaps = [n.name for n in table.numbers], [table.numbers[i].name for i in table.gaps]
    columns = [f"column:{name}" for name in numbers], [f"missing:{name}" for name in gaps]
    return (*columns[0], *columns[1], *(f"column:{c.name}" for c in table.categories))


@dataclass(frozen=True)
class Parts:
    """What rules are fitted on, and what they answer.

    Attributes:
        data: examples and labels.
        fitted: places of the training examples that the rules are fitted on.
        tested: places of the test examples that they answer.
        chance: the share of right answers of guessing.
        seed: decides ties inside the rules.
    """

    data: Dataset
    fitted: Places
    tested: Places
    chance: float
    seed: int = 0

    @property
    def empty(self) -> bool:
        """Whether there is nothing to fit on, or nothing to answer."""
        return not len(self.fitted) or not len(self.tested)


def try_views(parts: Parts) -> tuple[TriedView, ...]:
    """Try each view there is, facts about the file included; p is corrected for their number."""
    data = parts.data
    if parts.empty:
        return ()
    x = data.x_train[parts.fitted]
    views = views_of(x, data.kind, columns_of(data)[:MOST_COLUMNS])
    train, test = (features_of(views, x, data.kind) for x in (x, data.x_test[parts.tested]))
    pairs = {name: (train[name], test[name]) for name in train}
    files = [name for name in data.facts_train if name.startswith("file_")]
    return _tried(parts, pairs | {name: _coded(parts, name) for name in files})


def try_facts(parts: Parts) -> tuple[TriedView, ...]:
    """Try each fact that is neither about the file nor what is learned, as `try_views` does."""
    names = [n for n in parts.data.facts_train if not n.startswith("file_")]
    names = [] if parts.empty else [n for n in names if n != parts.data.target]
    return _tried(parts, {f"fact:{name}": _coded(parts, name) for name in names})


def _tried(
    parts: Parts, features: Mapping[str, tuple[Features, Features]]
) -> tuple[TriedView, ...]:
    found = []
    for name, (train, test) in features.items():
        check_stop()
        if np.ptp(train, axis=0).any():  # else all training examples look the same
            found.append(_try(parts, name, train, test))
    each = zip(found, holm([trial.p for trial in found]), strict=True)
    return tuple(replace(trial, p=p) for trial, p in each)


def _coded(parts: Parts, name: str) -> tuple[Features, Features]:
    """A fact as features: a number as it is, a word by its place in the alphabet."""
    train = parts.data.facts_train[name][parts.fitted]
    test = parts.data.facts_test[name][parts.tested]
    if train.dtype.kind not in "biuf":
        words = np.unique([str(word) for word in train])
        train, test = (np.searchsorted(words, [str(w) for w in p]) for p in (train, test))
    return _column(train), _column(test)


def _column(values: NDArray[Any]) -> Features:
    return np.nan_to_num(values.astype(np.float64))[:, None]


def _try(parts: Parts, name: str, train: Features, test: Features) -> TriedView:
    data = parts.data
    y, truth = data.y_train[parts.fitted], data.y_test[parts.tested]
    given = answers(train, y, test, len(data.classes), parts.seed)
    if not data.classes:
        return _regression(name, train.shape[1], given, truth, float(y.mean()))
    hits = given == truth
    count = int(hits.sum())
    found, p = wilson_interval(count, len(hits)), binomial_test(count, len(hits), parts.chance)
    sure = _sure(given, truth, data.classes)
    return TriedView(name, train.shape[1], found.accuracy, found.low, found.high, p, sure, hits)


def _regression(
    name: str, features: int, given: Scores, truth: NDArray[Any], mean: float
) -> TriedView:
    found, hits = r2_interval(given, truth), scores_of(given, truth, ())
    gain = paired_difference(hits, scores_of(np.full(len(truth), mean), truth, ()))
    p = gain.p / 2 if gain.value > 0 else 1 - gain.p / 2
    return TriedView(name, features, found.value, found.low, found.high, p, (), hits)


def _sure(given: NDArray[Any], truth: NDArray[Any], classes: tuple[str, ...]) -> tuple[str, ...]:
    sure = []
    for number, label in enumerate(classes):
        said, is_it = given == number, truth == number
        right = int((said & is_it).sum())
        if is_it.sum() >= LEAST and right >= SURE * max(said.sum(), is_it.sum()):
            sure.append(label)
    return tuple(sure)
