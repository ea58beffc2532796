"""Clusters: what is said of examples that belong together holds as often as it promises."""

import numpy as np
import pytest
from scipy.stats import binom, ttest_1samp

from miwake.stats.chance import chance_level
from miwake.stats.clusters import cluster_means, effective_count
from miwake.stats.evaluation import evaluate_outputs
from miwake.stats.intervals import r2_interval, share_interval
from miwake.stats.significance_tests import (
    chance_test,
    mean_difference,
    mean_test,
    paired_difference,
)

PEOPLE, ROWS = 30, 20
GROUPS = np.repeat(np.arange(PEOPLE), ROWS)


def right_by_person(rng, chance=0.5):
    """All answers to one person are right, or none."""
    return np.repeat(rng.random(PEOPLE) < chance, ROWS)


def test_the_means_of_groups_have_the_mean_of_all():
    scores = np.arange(6.0)
    groups = np.array(["a", "b", "b", "b", "a", "c"])
    means = cluster_means(scores, groups)
    assert means.tolist() == [2, 3, 2.5]
    assert means.mean() == scores.mean()
    assert cluster_means(np.stack([scores, -scores]), groups).tolist() == [
        [2, 3, 2.5],
        [-2, -3, -2.5],
    ]


def test_rows_that_are_right_together_count_once():
    hits = right_by_person(np.random.default_rng(0))
    assert effective_count(hits, GROUPS) == pytest.approx(PEOPLE - 1, rel=0.15)
    assert effective_count(np.full(PEOPLE * ROWS, True), GROUPS) <= PEOPLE
    alone = np.random.default_rng(1).random(2_000) < 0.5
    assert effective_count(alone, np.arange(2_000)) == pytest.approx(2_000, rel=0.01)


def test_one_group_tells_nothing():
    share = share_interval(np.full(9, True), np.zeros(9))
    assert (share.low, share.high) == (pytest.approx(0, abs=1e-6), 1)
    assert chance_test(np.full(9, True), 0.5, np.zeros(9)) > 0.4


def test_groups_of_one_are_tested_as_examples():
    rng = np.random.default_rng(2)
    scores = rng.normal(0.3, 1, 50)
    expected = ttest_1samp(scores, 0, alternative="greater").pvalue
    assert mean_test(scores, np.arange(50)) == pytest.approx(expected)
    assert mean_test(scores) == pytest.approx(expected)


def test_all_people_right_is_as_rare_as_their_number_says():
    groups = np.repeat(np.arange(9), 20)
    p = chance_test(np.full(180, True), 0.5, groups)
    assert binom.sf(8, 9, 0.5) <= p < 0.05


def test_three_groups_that_differ_alike_are_no_proof():
    first = np.repeat([1.0, 1.0, 1.0], 5)
    assert paired_difference(first, first - 1, np.repeat(np.arange(3), 5)).p == 0.25


def test_nine_groups_answered_alike_are_not_surely_alike():
    hits = np.full(180, True)
    assert paired_difference(hits, hits, np.repeat(np.arange(9), 20)).high > 0.05


def test_p_values_and_intervals_hold_their_level_for_rows_of_people():
    rng, fired, covered, rounds = np.random.default_rng(3), np.zeros(3), np.zeros(3), 600
    for _ in range(rounds):
        one, two = right_by_person(rng), right_by_person(rng)
        gap, pair = mean_difference(one, two, GROUPS, GROUPS), paired_difference(one, two, GROUPS)
        share = share_interval(one, GROUPS)
        fired += chance_test(one, 0.5, GROUPS) < 0.05, pair.p < 0.05, gap.p < 0.05
        ends = (share.low, 0.5, share.high), (pair.low, 0, pair.high), (gap.low, 0, gap.high)
        covered += [low <= true <= high for low, true, high in ends]
    assert (fired / rounds < 0.075).all()
    assert (fired / rounds > 0.01).all()
    assert (covered / rounds > 0.925).all()


def test_an_interval_of_r2_holds_for_rows_of_people():
    rng, covered, rounds = np.random.default_rng(4), 0, 500
    for _ in range(rounds):
        value = np.repeat(rng.normal(size=PEOPLE), ROWS)
        y = value + np.repeat(rng.normal(size=PEOPLE), ROWS)
        interval = r2_interval(value, y, GROUPS)
        covered += interval.low <= 0.5 <= interval.high
    assert 0.92 < covered / rounds < 0.98


def test_a_result_tells_how_many_groups_it_counts():
    y = np.repeat([0, 1], 300)
    outputs = np.eye(2)[np.where(right_by_person(np.random.default_rng(5)), y, 1 - y)]
    rows, people = (evaluate_outputs(outputs, y, ("a", "b"), groups=g) for g in (None, GROUPS))
    assert people.as_json()["test_groups"] == PEOPLE
    assert "test_groups" not in rows.as_json()
    assert people.accuracy.accuracy == rows.accuracy.accuracy
    ratio = (people.accuracy.high - people.accuracy.low) / (rows.accuracy.high - rows.accuracy.low)
    assert ratio == pytest.approx(ROWS**0.5, rel=0.15)
    value = evaluate_outputs(outputs[:, :1], y.astype(np.float32), (), groups=GROUPS)
    assert value.as_json()["test_groups"] == PEOPLE


def test_few_people_are_no_sign_of_unequal_classes():
    y = np.repeat([0, 0, 0, 0, 0, 1, 1, 1], 50)
    assert chance_level(y, 2) == 0.625
    assert chance_level(y, 2, groups=np.repeat(np.arange(8), 50)) == 0.5
