"""Evidence: all that a verdict is spoken on, as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from miwake.findings import Action, Finding, NextSteps
from miwake.stats.intervals import r2_interval, wilson_interval
from miwake.stats.per_example import Scores, scores_of
from miwake.stats.significance_tests import chance_level


@dataclass(frozen=True)
class View:
    """A simple view of the examples, and how well it alone tells the classes apart.

    Attributes:
        view: its name.
        accuracy: its share of right answers on the test examples; R2 for a regression.
        low, high: the 95 % interval of that.
        p: how often luck alone does as well, corrected for the number of views tried.
        hits: whether it was right, for each test example; empty if not known.
        single: whether it is one number an example.
    """

    view: str
    accuracy: float
    low: float
    high: float
    p: float
    hits: NDArray[Any] = field(default_factory=lambda: np.empty(0))
    single: bool = True


@dataclass(frozen=True)
class Best:
    """What the task's own best rule answers.

    Attributes:
        answers: class numbers or values for the test examples, shape (n,); None if unusable.
        problem: why they are not to be used.
    """

    answers: NDArray[Any] | None = None
    problem: str = ""


@dataclass(frozen=True)
class Trial:
    """A quick training beside the real one.

    Attributes:
        kind: on a part of the data as it is; with its labels shuffled; with the steps (pixels) of
            each example shuffled.
        train: how many examples it was trained on.
        places: the test examples it was tested on, shape (m,).
        scores: their scores, shape (m,); with shuffled labels, what it knows of the true ones.
        seconds: that it took.
    """

    kind: Literal["part", "labels", "order"]
    train: int
    places: NDArray[np.integer[Any]]
    scores: Scores
    seconds: float


@dataclass(frozen=True)
class Evidence:
    """What is known about a trained network.

    Attributes:
        classes: the labels; empty for a regression.
        y: what is true of the test examples, shape (n,).
        answers: probabilities, shape (n, classes), or values, shape (n, 1).
        y_seen: what is true of some examples that it was trained on.
        seen: its answers for them.
        next: the training that was done, and what can follow it.
        networks: names of networks that are still to be tried.
        steps: what one example is made of.
        train_losses: the loss for training after each epoch.
        test_losses: the losses of some test examples after each epoch, shape (epochs, m).
        views: the simple views; None where nobody looked.
        warnings: what the look warns of.
        best: what the task's best rule answers; None if it has none.
        facts: for each fact, the share of test examples whose class it alone gives.
        trials: quick trainings beside the real one.
        fresh: whether each epoch had examples of its own; y_seen and seen are of the last one.
    """

    classes: tuple[str, ...]
    y: NDArray[Any]
    answers: NDArray[np.floating[Any]]
    y_seen: NDArray[Any]
    seen: NDArray[np.floating[Any]]
    next: NextSteps
    networks: tuple[str, ...] = ()
    steps: Literal["steps", "pixels", "numbers"] = "numbers"
    train_losses: Sequence[float] = ()
    test_losses: NDArray[np.floating[Any]] = field(default_factory=lambda: np.empty((0, 0)))
    views: Sequence[View] | None = None
    warnings: Sequence[Finding] = ()
    best: Best | None = None
    facts: Mapping[str, float] = field(default_factory=dict)
    trials: Sequence[Trial] = ()
    fresh: bool = False

    @cached_property
    def scores(self) -> Scores:
        """The network's score for each test example; the mean is its accuracy, or R2."""
        return scores_of(self.answers, self.y, self.classes)

    @cached_property
    def score(self) -> float:
        """The network's accuracy, or R2."""
        return float(self.scores.mean())

    @cached_property
    def chance(self) -> float:
        """The score of always giving the most frequent class, or the mean."""
        if not self.classes:
            return 0.0
        counts = np.bincount(np.concatenate([self.y, self.y_seen]), minlength=len(self.classes))
        return chance_level(counts)

    @cached_property
    def best_scores(self) -> Scores | None:
        """The score of the best rule for each test example."""
        if self.best is None or self.best.answers is None:
            return None
        return scores_of(self.best.answers, self.y, self.classes)

    def as_json(self) -> dict[str, Any]:
        """What a record keeps of it: the simple views, and how well the best rule does."""
        views = [
            {"view": v.view, "accuracy": v.accuracy, "low": v.low, "high": v.high, "p": v.p}
            for v in self.views or ()
        ]
        return {"views": views, "best": self._best_interval()}

    def _best_interval(self) -> dict[str, float] | None:
        if self.best is None or self.best.answers is None or self.best_scores is None:
            return None
        if self.classes:
            right = wilson_interval(int(self.best_scores.sum()), len(self.y))
            return {"accuracy": right.accuracy, "low": right.low, "high": right.high}
        r2 = r2_interval(self.best.answers, self.y)
        return {"accuracy": r2.value, "low": r2.low, "high": r2.high}

    def trial(self, kind: str, train: int | None = None) -> Trial | None:
        """The trial of a kind, of this size if one is named."""
        found = (t for t in self.trials if t.kind == kind and train in {None, t.train})
        return next(found, None)

    def other_network(self) -> Action | None:
        """Try the next network."""
        return self.next.train(network=self.networks[0]) if self.networks else None
