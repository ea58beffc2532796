"""Means over seeds and examples: their intervals hold what they promise."""

import numpy as np
import pytest
from scipy.stats import ttest_rel

from miwake.stats.crossed_effects import crossed_difference, crossed_mean
from miwake.stats.significance_tests import paired_difference


def drawn(rng, seeds=5, examples=400, of_seed=0.02, of_example=0.4, rest=0.2):
    """Scores around 0 with a part of the seed, a part of the example and a part of both."""
    return (
        of_seed * rng.normal(size=(seeds, 1))
        + of_example * rng.normal(size=(1, examples))
        + rest * rng.normal(size=(seeds, examples))
    )


def test_the_mean_is_the_mean():
    scores = np.array([[True, False], [True, True]])
    found = crossed_mean(scores)
    assert found.value == 0.75
    assert found.low < 0.75 < found.high


@pytest.mark.parametrize("of_seed", [0.0, 0.02, 0.2])
def test_its_interval_covers_the_truth(rng, of_seed):
    """At most the sum of both variances, so 95 % or a little more."""
    found = [crossed_mean(drawn(rng, of_seed=of_seed)) for _ in range(1500)]
    covered = np.mean([f.low <= 0 <= f.high for f in found])
    assert 0.93 < covered < 0.995


def test_without_a_difference_it_is_seldom_found(rng):
    found = [crossed_difference(drawn(rng), drawn(rng)).p for _ in range(1500)]
    assert 0.005 < np.mean(np.array(found) < 0.05) < 0.07


def test_what_both_have_in_common_drops_out(rng):
    common = drawn(rng, of_example=5.0)
    found = crossed_difference(common + 0.1 + drawn(rng, of_example=0.0), common)
    assert found.low < 0.1 < found.high < 0.3
    assert found.p < 0.05


def test_where_the_seeds_alone_vary_it_is_the_paired_t_test(rng):
    first, second = np.repeat(rng.normal(size=(2, 6, 1)), 50, axis=2)
    found = crossed_difference(first, second)
    assert found.p == pytest.approx(ttest_rel(first[:, 0], second[:, 0]).pvalue, rel=1e-6)


def test_one_seed_is_tested_on_its_examples(rng):
    first, second = rng.random((2, 1, 300)) < 0.5
    assert crossed_difference(first, second) == paired_difference(first[0], second[0])
    assert crossed_mean(first).high - crossed_mean(first).low == pytest.approx(0.113, abs=0.01)


def test_equal_scores_do_not_differ(rng):
    scores = rng.random((3, 20))
    found = crossed_difference(scores, scores)
    assert (found.value, found.low, found.high, found.p) == (0, 0, 0, 1)
