"""Permutation: many tests together find something in 5 % of cases where there is nothing."""

import numpy as np
import pytest

from miwake.stats.permutation import PERMUTATIONS, correct_together, permuted


def test_groups_swap_their_labels_whole():
    groups = np.repeat(["a", "b", "c", "d"], [5, 5, 2, 3])
    y = np.repeat([0, 1, 2, 3], [5, 5, 2, 3])
    shuffled = permuted(y, groups, np.random.default_rng(0))
    assert shuffled.shape == (PERMUTATIONS, 15)
    for name in "abcd":
        assert (np.ptp(shuffled[:, groups == name], axis=1) == 0).all()
    firsts = shuffled[:, [0, 5, 10, 12]]
    assert (np.sort(firsts, axis=1) == [0, 1, 2, 3]).all()


def test_labels_within_a_group_are_shuffled_with_it():
    y = np.array([0, 1] * 10)
    shuffled = permuted(y, np.repeat([0, 1], 10), np.random.default_rng(0))
    assert (shuffled.reshape(PERMUTATIONS, 2, 10).sum(axis=2) == 5).all()
    assert 0.3 < (shuffled == y).mean() < 0.7


@pytest.mark.parametrize("alike", [False, True])
def test_the_least_p_value_is_below_5_percent_in_5_percent_of_cases(alike):
    rng, rounds = np.random.default_rng(1), 1000
    fired = 0
    for _ in range(rounds):
        values = rng.normal(size=(1 + PERMUTATIONS, 1 if alike else 20)) * np.ones(20)
        fired += correct_together(values).min() < 0.05
    assert 0.035 < fired / rounds < 0.065


def test_what_no_permutation_reaches_is_extrapolated():
    values = np.random.default_rng(2).normal(size=(1 + PERMUTATIONS, 10))
    values[0, :3] = 5, 12, 0
    p = correct_together(values)
    assert p[1] < 1e-25 < p[0] < 1e-4
    assert p[2] > 0.5


def test_a_statistic_that_never_varies_tells_nothing():
    assert correct_together(np.ones((1 + PERMUTATIONS, 3))).tolist() == [1, 1, 1]


def test_guessing_is_to_be_surpassed():
    values = np.random.default_rng(3).normal(size=(1 + PERMUTATIONS, 2))
    values[0] = 5
    assert correct_together(values, np.array([0.0, 6.0]))[1] > 0.5
