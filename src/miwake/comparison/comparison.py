"""Comparison: networks and amounts of data side by side, as plain data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Groups
from miwake.findings import MAX_EXAMPLES, MORE, Action
from miwake.plan import ComparisonPlan
from miwake.runtime.display import Printed
from miwake.stats.clusters import cluster_means
from miwake.stats.crossed_effects import crossed_difference, crossed_mean
from miwake.stats.intervals import share_interval
from miwake.stats.repeated import Repeated
from miwake.stats.significance_tests import Difference, holm

Cell = tuple[str, int]  # a network, and how many examples it was trained on


@dataclass(frozen=True)
class Row:
    """One network on one amount of data.

    Attributes:
        network: its name.
        train: how many examples it was trained on.
        found: the figures of its seeds.
        low, high: the 95 % interval of the mean, over other seeds and other test examples; of
            one seed, over other test examples alone.
    """

    network: str
    train: int
    found: Repeated
    low: float
    high: float

    def as_json(self) -> dict[str, Any]:
        """The figures under the keys of the command line's JSON."""
        about = {"network": self.network, "train": self.train}
        return about | self.found.as_json() | {"low": self.low, "high": self.high}


@dataclass(frozen=True)
class Contrast:
    """Two rows that differ in one thing, held against each other on the same seeds and examples.

    Attributes:
        first, second: the rows.
        difference: the first's mean less the second's; p is corrected for all contrasts.
    """

    first: Cell
    second: Cell
    difference: Difference

    @property
    def sure(self) -> bool:
        """Whether it is more than luck."""
        return self.difference.p < 0.05

    def as_json(self) -> dict[str, Any]:
        """The figures, under the keys of the command line's JSON."""
        return {"network": self.second[0], "train": self.second[1], **asdict(self.difference)}


@dataclass(frozen=True)
class Comparison(Printed):
    """What a comparison found.

    Attributes:
        title: the task's title.
        plan: what was asked for, with the names of the networks.
        test: how many examples each network was tested on.
        rows: the networks in the order in which they were named, the least data first.
        between: networks against each other, on each amount of data.
        more: each network against itself with the next smaller amount.
        chance: the accuracy of guessing; None for a regression.
        can_make: whether the task can make more examples.
    """

    title: str
    plan: ComparisonPlan
    test: int
    rows: tuple[Row, ...]
    between: tuple[Contrast, ...]
    more: tuple[Contrast, ...]
    chance: float | None
    can_make: bool = False

    @property
    def networks(self) -> tuple[str, ...]:
        """The networks, in the order in which they were named."""
        return tuple(dict.fromkeys(row.network for row in self.rows))

    @property
    def sizes(self) -> tuple[int, ...]:
        """The amounts of data, the least first."""
        return tuple(sorted({row.train for row in self.rows}))

    def as_json(self) -> list[dict[str, Any]]:
        """The rows under the keys of the command line's JSON, each with its contrasts."""
        contrasts = (*self.between, *self.more)
        return [
            row.as_json()
            | {"against": [c.as_json() for c in contrasts if c.first == (row.network, row.train)]}
            for row in self.rows
        ]

    def next_action(self) -> Action | None:
        """Find the one thing to do next; None where data has no name to call it by.

        More seeds, where one can't tell; more data, where the best network still gains from it;
        else the best network on the most data, trained and judged.
        """
        plan, most = self.plan, self.sizes[-1]
        if plan.data.task is None:
            return None
        if self.rows[0].found.n == 1:
            return Action("compare", plan.with_(repeats=5))
        best = max((row for row in self.rows if row.train == most), key=lambda row: row.found.mean)
        gains = [c for c in self.more if c.first == (best.network, most) and c.sure]
        is_better = bool(gains) and gains[0].difference.value > 0
        if self.can_make and is_better and MORE * most <= MAX_EXAMPLES:
            return Action("compare", plan.with_(sizes=(most, MORE * most)))
        changed = plan.training().with_(network=best.network, train=most)
        return Action("train", changed, last=("network", "train"))


def rows_of(
    scores: Mapping[Cell, NDArray[Any]],
    seeds: Sequence[int],
    figure: str,
    groups: Groups = None,
) -> Iterator[Row]:
    """A row for each network and amount of data.

    Args:
        scores: of each seed on each test example, shape (seeds, examples).
        seeds: of the trainings.
        figure: what a mean score is called: test_accuracy, or test_r2.
        groups: the group of each test example; None: each is one of its own.
    """
    for (network, train), each in scores.items():
        figures = Repeated.of(figure, seeds, each.mean(axis=1, dtype=np.float64).tolist())
        yield Row(network, train, figures, *_ends(each, groups))


def _ends(scores: NDArray[Any], groups: Groups) -> tuple[float, float]:
    """The interval of a mean score; an accuracy's stays between 0 and 1, and is never empty."""
    mean = crossed_mean(cluster_means(scores, groups))
    if scores.dtype != bool:
        return mean.low, mean.high
    if mean.low == mean.high:  # all answers alike: what the test examples alone can tell
        alike = share_interval(scores[0], groups)
        return alike.low, alike.high
    return max(0.0, mean.low), min(1.0, mean.high)


def contrasts_of(
    scores: Mapping[Cell, NDArray[Any]], groups: Groups = None
) -> tuple[tuple[Contrast, ...], tuple[Contrast, ...]]:
    """Networks against each other, and each against itself with less data; p-values corrected."""
    networks = dict.fromkeys(network for network, _ in scores)
    sizes = sorted({train for _, train in scores})
    pairs = [((b, n), (a, n)) for n in sizes for a, b in combinations(networks, 2)]
    steps = [((a, large), (a, small)) for a in networks for small, large in pairwise(sizes)]
    contrasts = [
        Contrast(first, second, crossed_difference(scores[first], scores[second], groups))
        for first, second in (*pairs, *steps)
    ]
    p = holm([contrast.difference.p for contrast in contrasts])
    corrected = [
        replace(contrast, difference=replace(contrast.difference, p=value))
        for contrast, value in zip(contrasts, p, strict=True)
    ]
    return tuple(corrected[: len(pairs)]), tuple(corrected[len(pairs) :])
