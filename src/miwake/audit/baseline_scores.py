"""Baselines: how well a small rule that sees one feature answers held-out examples."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.audit.baseline_models import predict_baseline
from miwake.audit.compute_features import compute_features, features_for
from miwake.audit.feature import Features
from miwake.audit.table_columns import best_columns
from miwake.audit.view_tests import ViewAnswers, run_view_tests
from miwake.dataset import Dataset, Groups
from miwake.input_spec import TableSpec
from miwake.runtime.signals import check_stop
from miwake.stats.clusters import count_clusters
from miwake.stats.intervals import r2_interval, share_interval
from miwake.stats.per_example import Scores, scores_of
from miwake.stats.rank_tests import Association

SURE = 0.97  # of a class is found, and of what is taken for it right: told from all others
RARE = 0.05  # corrected p below which a view tells something
LEAST = 10  # test examples of a class from which that can be said

MOST_COLUMNS = 100  # of a table, that are tried one by one: those that seem to tell the most

Indices = NDArray[np.intp]


@dataclass(frozen=True)
class BaselineScore:
    """How well one feature tells the classes apart, or the target's values.

    Attributes:
        view: the feature's name; `fact:NAME` for a fact that is no input.
        features: how many numbers it is.
        accuracy: the share of right answers on held-out examples; of a regression R2.
        low, high: its 95 % interval.
        p: how often the best of all features tried does as well where labels are shuffled.
        sure: the classes that are told from all others: nearly all of them are found, and
            nearly all that is taken for them is right.
        hits: for each test example that was tried, whether the answer is right; of a regression
            its score, whose mean is R2.
        association: where no rule tells anything, how far a single number goes along with the
            label all the same, by its rank; p is corrected for the number of them.
        label: the class that it goes along with; None for a regression.
    """

    view: str
    features: int
    accuracy: float
    low: float
    high: float
    p: float
    sure: tuple[str, ...] = ()
    hits: Scores = field(default_factory=lambda: np.empty(0), repr=False, compare=False)
    association: Association | None = None
    label: str | None = None

    @property
    def of_file(self) -> bool:
        """Whether it is a fact about the file, which no network sees."""
        return self.view.startswith("file_")

    @property
    def single(self) -> bool:
        """Whether it is one number an example."""
        return self.features == 1

    def gain(self, chance: float) -> float:
        """Return how far the accuracy is on the way from chance, 0, to always right, 1."""
        return (self.accuracy - chance) / (1 - chance) if chance < 1 else 0.0

    def as_values(self) -> dict[str, Any]:
        """Return what the sentences say of it."""
        return {"view": self.view, "score": self.accuracy, "low": self.low, "high": self.high}

    def as_json(self) -> dict[str, Any]:
        """Return the figures under the keys of the command line's JSON."""
        kind = "accuracy" if self.hits.dtype == bool else "r2"
        score = {kind: self.accuracy, "low": self.low, "high": self.high, "p": self.p}
        return {"view": self.view, **score, "features": self.features}


def columns_of(data: Dataset) -> tuple[str, ...]:
    """Name the feature of each number in a row of a table: its column, or that it is missing."""
    table = data.reading
    if not isinstance(table, TableSpec):
        return ()
    columns = [f"column:{number.name}" for number in table.numbers]
    gaps = [f"missing:{table.numbers[i].name}" for i in table.gaps]
    return (*columns, *gaps, *(f"column:{category.name}" for category in table.categories))


@dataclass(frozen=True)
class Split:
    """The examples that baselines are fitted on and answer.

    Attributes:
        data: examples and labels.
        fitted: indices of the training examples that they are fitted on.
        tested: indices of the test examples that they answer.
        chance: the accuracy of guessing.
        seed: decides ties inside the rules.
    """

    data: Dataset
    fitted: Indices
    tested: Indices
    chance: float
    seed: int = 0

    @property
    def groups(self) -> Groups:
        """The groups of the test examples that they answer."""
        groups = self.data.groups_test
        return None if groups is None else groups[self.tested]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to fit on, or nothing to answer."""
        return not len(self.fitted) or not len(self.tested)


def score_features(split: Split) -> tuple[BaselineScore, ...]:
    """Score each feature, facts about the file included; p is corrected for their number."""
    data = split.data
    if split.empty:
        return ()
    x, x_test, columns = data.x_train[split.fitted], data.x_test[split.tested], columns_of(data)
    if len(columns) > MOST_COLUMNS:
        best = best_columns(x, data.y_train[split.fitted], len(data.classes), MOST_COLUMNS)
        x, x_test, columns = x[:, best], x_test[:, best], tuple(columns[i] for i in best)
    features = features_for(x, data.kind, columns)
    train, test = (compute_features(features, x, data.kind) for x in (x, x_test))
    pairs = {name: (train[name], test[name]) for name in train}
    files = [name for name in data.facts_train if name.startswith("file_")]
    pairs |= {name: _encode_fact(split, name) for name in files}
    scores = _score_all(split, pairs)
    if any(tells(score) for score in scores):
        return tuple(replace(score, association=None, label=None) for score in scores)
    return scores


def tells(score: BaselineScore) -> bool:
    """Tell whether a rule answers better than guessing."""
    return score.p < RARE and (score.hits.dtype == bool or score.accuracy > 0)


def too_few(tests: int, chance: float) -> bool:
    """Tell whether not even a rule that is always right could be told from guessing."""
    return tests < LEAST and chance**tests >= RARE / LEAST


def associated(scores: Iterable[BaselineScore]) -> BaselineScore | None:
    """Return the number that goes along with the label the most surely, if one does."""
    some = [(s.association.p, i, s) for i, s in enumerate(scores) if s.association]
    return min(some)[2] if some and min(some)[0] < RARE else None


def score_facts(split: Split) -> tuple[BaselineScore, ...]:
    """Score each fact that is neither about the file nor what is learned."""
    names = [n for n in split.data.facts_train if not n.startswith("file_")]
    names = [] if split.empty else [n for n in names if n != split.data.target]
    return _score_all(split, {f"fact:{name}": _encode_fact(split, name) for name in names})


def _score_all(
    split: Split, features: Mapping[str, tuple[Features, Features]]
) -> tuple[BaselineScore, ...]:
    data, y = split.data, split.data.y_test[split.tested]
    scores, views = [], []
    for name, (train, test) in features.items():
        check_stop()
        if np.ptp(train, axis=0).any():  # else all training examples look the same
            y_fitted = data.y_train[split.fitted]
            answers = predict_baseline(train, y_fitted, test, len(data.classes), split.seed)
            scores.append(_score(split, name, train.shape[1], answers))
            views.append(ViewAnswers(answers, test[:, 0] if test.shape[1] == 1 else None))
    if not scores:
        return ()
    tests = run_view_tests(views, y, data.classes, split.chance, split.groups, split.seed)
    return tuple(
        replace(score, p=test.p, association=test.association, label=test.label)
        for score, test in zip(scores, tests, strict=True)
    )


def _encode_fact(split: Split, name: str) -> tuple[Features, Features]:
    """Turn a fact into features: a number as it is, a word by its place in the alphabet."""
    train = split.data.facts_train[name][split.fitted]
    test = split.data.facts_test[name][split.tested]
    if train.dtype.kind not in "biuf":
        words = np.unique([str(word) for word in train])
        train, test = (np.searchsorted(words, [str(w) for w in part]) for part in (train, test))
    return _column(train), _column(test)


def _column(values: NDArray[Any]) -> Features:
    return np.nan_to_num(values.astype(np.float64))[:, None]


def _score(split: Split, name: str, features: int, answers: NDArray[Any]) -> BaselineScore:
    classes, truth = split.data.classes, split.data.y_test[split.tested]
    hits = scores_of(answers, truth, classes)
    if not classes:
        r2 = r2_interval(answers, truth, split.groups)
        return BaselineScore(name, features, r2.value, r2.low, r2.high, 1.0, (), hits)
    right, sure = share_interval(hits, split.groups), _sure_classes(split, answers, truth)
    return BaselineScore(name, features, right.accuracy, right.low, right.high, 1.0, sure, hits)


def _sure_classes(split: Split, answers: NDArray[Any], truth: NDArray[Any]) -> tuple[str, ...]:
    sure = []
    for number, label in enumerate(split.data.classes):
        answered, present = answers == number, truth == number
        right = int((answered & present).sum())
        groups = None if split.groups is None else split.groups[present]
        several = count_clusters(int(present.sum()), groups) >= LEAST
        if several and right >= SURE * max(answered.sum(), present.sum()):
            sure.append(label)
    return tuple(sure)
