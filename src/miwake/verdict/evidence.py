"""Evidence: all that a verdict rests on, as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from miwake.audit.baseline_scores import BaselineScore
from miwake.dataset import Groups
from miwake.errors import Phrase
from miwake.findings import Action, Finding, NextSteps
from miwake.stats.clusters import count_clusters
from miwake.stats.intervals import Interval, Share, r2_interval, share_interval
from miwake.stats.per_example import Scores, scores_of
from miwake.stats.significance_tests import (
    Difference,
    chance_test,
    mean_difference,
    mean_test,
    paired_difference,
)
from miwake.training.networks import NETWORKS
from miwake.verdict.thresholds import ALPHA_STRONG, alike, differs

NO_ROOM = 0.01  # share of errors below which nothing is left to gain

ControlKind = Literal["part", "labels", "order"]
Indices = NDArray[np.integer[Any]] | slice
LEAST_RATE = 1e-5  # a learning rate below which a network hardly moves


@dataclass(frozen=True)
class Best:
    """What the task's own best rule answers.

    Attributes:
        answers: class numbers or values for the test examples, shape (n,); None if unusable.
        problem: why they are not to be used.
    """

    answers: NDArray[Any] | None = None
    problem: Phrase | None = None


@dataclass(frozen=True)
class ControlRun:
    """A quick training that the real one is compared with.

    Attributes:
        kind: on a part of the data as it is; with its labels shuffled; with the steps (pixels) of
            each example shuffled.
        train: how many examples it was trained on.
        indices: the test examples it was tested on, shape (m,).
        scores: their scores, shape (m,); with shuffled labels, McFadden's R2 of the true ones.
        seconds: that it took.
    """

    kind: ControlKind
    train: int
    indices: NDArray[np.integer[Any]]
    scores: Scores
    seconds: float

    def as_values(self) -> dict[str, Any]:
        """Return what the sentences say of it."""
        score = float(self.scores.mean())
        return {"score": score, "train": self.train, "seconds": self.seconds}


@dataclass(frozen=True)
class Evidence:
    """What is known about a trained network.

    Attributes:
        classes: the labels; empty for a regression.
        y: the truth about the test examples, shape (n,).
        answers: probabilities, shape (n, classes), or values, shape (n, 1).
        chance: the accuracy of guessing; 0 for a regression, an R2.
        y_train: the truth about some examples that it was trained on.
        train_answers: its answers for them.
        next: the actions that can follow.
        groups: the group of each test example, shape (n,), which every test and interval counts;
            None where each stands for itself.
        groups_train: the same of the examples in y_train.
        networks: names of networks that are still to be tried.
        steps: what one example consists of.
        train_losses: the loss for training after each epoch.
        test_losses: the losses of some test examples after each epoch, shape (epochs, m).
        monitored: indices of those test examples, shape (m,).
        test_scores: their mean score after each epoch; empty where it is not known.
        views: what simple features tell by themselves; None where nobody looked.
        warnings: what the audit of the data warns of.
        best: what the task's best rule answers; None if it has none.
        facts: for each fact, the share of test examples whose class it alone gives.
        controls: quick trainings on less data, or on data made meaningless.
        no_controls: why there are no more of them: "time", "few_examples" or "no_program".
        fresh: whether each epoch had examples of its own; y_train is of the last one.
        has_file: whether there is a task file, in which a `best` may stand.
        own_optimizer: whether the network brings an optimizer, whose learning rate no plan says.
    """

    classes: tuple[str, ...]
    y: NDArray[Any]
    answers: NDArray[np.floating[Any]]
    chance: float
    y_train: NDArray[Any]
    train_answers: NDArray[np.floating[Any]]
    next: NextSteps
    groups: Groups = None
    groups_train: Groups = None
    networks: tuple[str, ...] = ()
    steps: Literal["steps", "pixels", "numbers"] = "numbers"
    train_losses: Sequence[float] = ()
    test_losses: NDArray[np.floating[Any]] = field(default_factory=lambda: np.empty((0, 0)))
    monitored: Indices = field(default_factory=lambda: slice(None))
    test_scores: Sequence[float] = ()
    views: Sequence[BaselineScore] | None = None
    warnings: Sequence[Finding] = ()
    best: Best | None = None
    facts: Mapping[str, float] = field(default_factory=dict)
    controls: Sequence[ControlRun] = ()
    no_controls: str = "time"
    fresh: bool = False
    has_file: bool = True
    own_optimizer: bool = False

    @cached_property
    def scores(self) -> Scores:
        """The network's score for each test example; the mean is its accuracy, or R2."""
        return scores_of(self.answers, self.y, self.classes)

    @cached_property
    def score(self) -> float:
        """The network's accuracy, or R2."""
        return float(self.scores.mean())

    @cached_property
    def best_scores(self) -> Scores | None:
        """The score of the best rule for each test example."""
        if self.best is None or self.best.answers is None:
            return None
        return scores_of(self.best.answers, self.y, self.classes)

    @cached_property
    def gap(self) -> Difference:
        """How far its score is higher on examples that it was trained on."""
        trained = scores_of(self.train_answers, self.y_train, self.classes)
        return mean_difference(trained, self.scores, self.groups_train, self.groups)

    @cached_property
    def tests(self) -> int:
        """How many test examples there are, or groups of them."""
        return count_clusters(len(self.y), self.groups)

    @cached_property
    def rivals(self) -> Sequence[BaselineScore]:
        """The views of what the network sees; facts about files are none."""
        return [view for view in self.views or () if not view.of_file]

    @property
    def contradicted(self) -> float:
        """The share of examples that are equal, or nearly equal, to one of another class."""
        twice = [w.values for w in self.warnings if w.check == "contradicting"]
        return max((float(values.get("share", 0)) for values in twice), default=0.0)

    @cached_property
    def interval(self) -> Share | Interval:
        """The 95 % interval of its accuracy, or R2."""
        if self.classes:
            return share_interval(self.scores, self.groups)
        return r2_interval(self.answers[:, 0], self.y, self.groups)

    @property
    def figure(self) -> Literal["accuracy", "r2"]:
        """What a score is."""
        return "accuracy" if self.classes else "r2"

    @property
    def at_ceiling(self) -> bool:
        """Whether there is no room above the score: below what `best` reaches, or below 1."""
        best = 1.0 if self.best_scores is None else float(self.best_scores.mean())
        return self.score >= best - NO_ROOM

    def about_tests(self, sentence: str) -> str:
        """Return the sentence that calls test examples groups, where they are."""
        return sentence if self.groups is None else f"{sentence}_groups"

    def groups_of(self, indices: Indices) -> Groups:
        """Return the groups of some test examples."""
        return None if self.groups is None else self.groups[indices]

    def compare(self, first: Scores, second: Scores, indices: Indices = slice(None)) -> Difference:
        """Compare scores, or losses, of the same test examples.

        Args:
            first: a number or a hit for each of them.
            second: likewise.
            indices: which test examples; by default all.
        """
        return paired_difference(first, second, self.groups_of(indices))

    def chance_p(self, scores: Scores, indices: Indices = slice(None)) -> float:
        """Return how often guessing does as well as these scores of a network or a rule.

        Args:
            scores: of answers to test examples.
            indices: which test examples; by default all.
        """
        if self.classes:
            return chance_test(scores, self.chance, self.groups_of(indices))
        y = self.y[indices]
        gain = scores - scores_of(np.full(len(y), y.mean()), y, ())
        return mean_test(gain, self.groups_of(indices))

    def control(self, kind: ControlKind, train: int | None = None) -> ControlRun | None:
        """Return the control of a kind, of this size if one is named."""
        return next((c for c in self.controls if c.kind == kind and train in {None, c.train}), None)

    @cached_property
    def order_gain(self) -> Difference | None:
        """What a quick training loses by shuffling the steps or pixels of each example.

        None where none was done, or where the training without shuffling is at chance.
        """
        shuffled = self.control("order")
        part = self.control("part", shuffled.train if shuffled else None)
        if self.steps == "numbers" or shuffled is None or part is None:
            return None
        if self.chance_p(part.scores, part.indices) >= ALPHA_STRONG:
            return None
        return self.compare(part.scores, shuffled.scores, part.indices)

    @property
    def order_matters(self) -> bool | None:
        """Whether the order of steps, or the places of pixels, matters; None where nobody knows."""
        gain = self.order_gain
        if gain is None:
            return None
        if differs(gain) and gain.value > 0:
            return True
        return False if alike(gain) else None

    def lower_rate(self) -> Action | None:
        """Return the action that trains with a tenth of the learning rate; None at the least."""
        rate = float(f"{self.next.plan.learning_rate / 10:.3g}")
        if self.own_optimizer or rate < LEAST_RATE:
            return None
        return self.next.train(learning_rate=rate)

    def pretrained_network(self) -> Action | None:
        """Return the action that tries the pretrained network; None where it takes no such data."""
        for name in self.networks:
            if name in NETWORKS and NETWORKS[name].pretrained:
                return self.next.train(network=name)
        return None

    def other_network(self, failed: bool = False) -> Action | None:
        """Return the action that tries the next network.

        Args:
            failed: whether this one does no better than guessing, or than a simple view. After a
                pretrained network one from scratch is of use only then: on what is no photo.
        """
        if action := self.pretrained_network():
            return action
        this = NETWORKS.get(self.next.plan.network or "")
        if this and this.pretrained and not failed:
            return None
        names = [
            name for name in self.networks if name != "conv" or self.order_matters is not False
        ]
        return self.next.train(network=names[0]) if names else None

    def as_json(self) -> dict[str, Any]:
        """Return what a record keeps of it: the simple views, and how well the best rule does."""
        views = [
            {"view": v.view, "accuracy": v.accuracy, "low": v.low, "high": v.high, "p": v.p}
            for v in self.views or ()
        ]
        return {"views": views, "best": self._best_interval()}

    def _best_interval(self) -> dict[str, float] | None:
        if self.best is None or self.best.answers is None or self.best_scores is None:
            return None
        if self.classes:
            right = share_interval(self.best_scores, self.groups)
            return {"accuracy": right.accuracy, "low": right.low, "high": right.high}
        r2 = r2_interval(self.best.answers, self.y, self.groups)
        return {"accuracy": r2.value, "low": r2.low, "high": r2.high}
