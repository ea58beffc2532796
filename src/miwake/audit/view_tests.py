"""Tests of all views together: does any of them tell something of the label?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Groups
from miwake.stats.permutation import correct_together, permuted
from miwake.stats.rank_tests import Association, average_ranks


@dataclass(frozen=True)
class ViewTest:
    """What the test of a view says; p is corrected for all views, and for both ways to test them.

    Attributes:
        p: how often luck gives rules that do as well.
        association: how far its number, or what its rule answers for a regression, goes along with
            the label, by its rank; None where there is nothing to rank.
        label: the class that it goes along with; None for a regression.
    """

    p: float
    association: Association | None = None
    label: str | None = None


@dataclass(frozen=True)
class ViewAnswers:
    """What a view's rule answers to the test examples.

    Attributes:
        answers: class numbers or values, shape (n,).
        number: what it sees, shape (n,), where that is one number.
    """

    answers: NDArray[Any]
    number: NDArray[Any] | None


def run_view_tests(
    views: Sequence[ViewAnswers],
    y: NDArray[Any],
    classes: Sequence[str],
    chance: float,
    groups: Groups = None,
    seed: int = 0,
) -> list[ViewTest]:
    """Test views by how often their rules are right, and by the ranks of single numbers.

    All are held against what the best of them reaches where labels are shuffled.

    Args:
        views: what they are and answer.
        y: the truth, shape (n,).
        classes: the labels; empty for a regression.
        chance: the accuracy of guessing, which a rule must surpass.
        groups: the group of each test example, shape (n,); None: each is one of its own.
        seed: decides the permutations.
    """
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(4, 2)))
    singles = [place for place, view in enumerate(views) if view.number is not None]
    ranks = _standard([_numbers(views[place]) for place in singles], len(y))
    if not classes:
        return _test_values(views, singles, ranks, y, groups, rng)
    small = np.uint8 if len(classes) < 256 else np.int32
    labels = y.astype(small)
    labels = np.concatenate([labels[None], permuted(labels, groups, rng)])
    answers = np.stack([view.answers.astype(small) for view in views])
    hits, sums = np.zeros((len(labels), len(views)), np.float32), []
    for number in range(len(classes)):
        of_class = (labels == number).astype(np.float32)
        told = of_class @ np.concatenate([answers == number, ranks]).T
        hits += told[:, : len(views)]
        sums.append(told[:, len(views) :])
    along = np.concatenate(sums, axis=1)
    least = np.concatenate([np.full(len(views), chance * len(y)), np.zeros(along.shape[1])])
    p = correct_together(np.concatenate([hits, np.abs(along)], axis=1), least)
    own, rest = p[: len(views)], p[len(views) :].reshape(len(classes), -1)
    tests = [ViewTest(float(one)) for one in own]
    for column, place in enumerate(singles):
        best = int(rest[:, column].argmin())
        positive = int((y == best).sum())
        pairs = positive * (len(y) - positive)
        auc = 0.5 + float(_spread(views[place]) * sums[best][0, column]) / pairs if pairs else 0.5
        along_class = Association(auc, float(rest[best, column]))
        tests[place] = ViewTest(tests[place].p, along_class, classes[best])
    return tests


def _test_values(
    views: Sequence[ViewAnswers],
    singles: Sequence[int],
    ranks: NDArray[np.float32],
    y: NDArray[Any],
    groups: Groups,
    rng: np.random.Generator,
) -> list[ViewTest]:
    truth = _standard([y], len(y))[0]
    values = np.concatenate([truth[None], permuted(truth, groups, rng)])
    answers = _standard([view.answers for view in views], len(y))
    right, along = values @ answers.T, values @ ranks.T
    p = correct_together(np.concatenate([right, np.abs(along)], axis=1))
    tests = [
        ViewTest(float(p[place]), Association(float(right[0, place]) / len(y), float(p[place])))
        for place in range(len(views))
    ]
    for column, place in enumerate(singles):
        own = Association(float(along[0, column]) / len(y), float(p[len(views) + column]))
        if own.p <= tests[place].p:
            tests[place] = ViewTest(tests[place].p, own)
    return tests


def _numbers(view: ViewAnswers) -> NDArray[Any]:
    assert view.number is not None
    return view.number


def _standard(rows: Sequence[NDArray[Any]], n: int) -> NDArray[np.float32]:
    """Rank the numbers in each row, with mean 0 and variance 1; all 0 where they do not vary."""
    ranked = np.zeros((len(rows), n), np.float32)
    for place, row in enumerate(rows):
        rank = average_ranks(np.ravel(row))  # values may stand in a column
        if rank.std():
            ranked[place] = (rank - rank.mean()) / rank.std()
    return ranked


def _spread(view: ViewAnswers) -> float:
    return float(average_ranks(_numbers(view)).std())
