"""Scores and losses of single examples."""

import numpy as np
import pytest

from miwake.stats.evaluation import evaluate_outputs
from miwake.stats.per_example import losses_of, mcfadden_r2, scores_of

_RNG = np.random.default_rng(0)
Y = _RNG.integers(0, 3, 300).astype(np.int32)
SURE = _RNG.dirichlet([1, 1, 1], 300).astype(np.float32)
VALUES = _RNG.normal(size=(300, 1)).astype(np.float32)
TRUE = (VALUES[:, 0] + _RNG.normal(0, 0.5, 300)).astype(np.float32)
CLASSES = ("a", "b", "c")


def test_their_means_are_the_figures_of_the_evaluation():
    whole = evaluate_outputs(SURE, Y, CLASSES)
    assert scores_of(SURE, Y, CLASSES).mean() == whole.accuracy.accuracy
    assert losses_of(SURE, Y, CLASSES).mean() == pytest.approx(whole.loss)
    values = evaluate_outputs(VALUES, TRUE, ())
    assert scores_of(VALUES, TRUE, ()).mean() == pytest.approx(values.r2)
    assert losses_of(VALUES, TRUE, ()).mean() == pytest.approx(values.loss)


def test_answers_that_are_labels_or_values_already():
    assert scores_of(Y, Y, CLASSES).all()
    np.testing.assert_allclose(scores_of(TRUE, TRUE, ()), 1)


def test_what_is_known_of_labels():
    perfect = np.eye(3, dtype=np.float32)[Y]
    nothing = np.tile(np.bincount(Y) / 300, (300, 1)).astype(np.float32)
    assert mcfadden_r2(perfect, Y, CLASSES).mean() == pytest.approx(1)
    assert mcfadden_r2(nothing, Y, CLASSES).mean() == pytest.approx(0, abs=1e-6)
    assert mcfadden_r2(TRUE[:, None], TRUE, ()).mean() == 1


def test_a_group_that_is_right_by_luck_but_never_sure_knows_nothing():
    unsure = np.full((300, 3), 0.33, np.float32)
    unsure[np.arange(300), Y] = 0.34
    assert scores_of(unsure, Y, CLASSES).mean() == 1
    assert mcfadden_r2(unsure, Y, CLASSES).mean() < 0.05
