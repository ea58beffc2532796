"""Exact values, and intervals that cover what they promise in simulation."""

from math import comb

import numpy as np
import pytest
from scipy.stats import binomtest

from miwake.stats.significance_tests import (
    binomial_test,
    format_p,
    holm,
    mean_difference,
    paired_difference,
    proportion_difference,
)


@pytest.mark.parametrize(("hits", "n", "chance"), [(7, 10, 0.5), (3, 9, 0.25), (12, 12, 0.9)])
def test_the_binomial_test_is_exact(hits, n, chance):
    exact = sum(comb(n, k) * chance**k * (1 - chance) ** (n - k) for k in range(hits, n + 1))
    assert binomial_test(hits, n, chance) == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize(("accuracy", "p"), [(0.5082, 0.05), (0.5155, 0.001)])
def test_what_accuracy_must_exceed_on_10000_examples_of_two_classes(accuracy, p):
    hits = round(accuracy * 10_000)
    assert binomial_test(hits + 1, 10_000, 0.5) < p < binomial_test(hits, 10_000, 0.5)


@pytest.mark.parametrize(
    ("hits", "chance", "p"), [(0, 0.5, 1.0), (5, 1.0, 1.0), (5, 0.0, 0.0)], ids=str
)
def test_the_binomial_test_at_its_ends(hits, chance, p):
    assert binomial_test(hits, 10, chance) == p


@pytest.mark.parametrize(("hits", "n", "chance"), [(520, 1000, 0.5), (40, 300, 0.1), (1, 9, 0.3)])
def test_the_binomial_test_is_that_of_scipy(hits, n, chance):
    expected = binomtest(hits, n, chance, alternative="greater").pvalue
    assert binomial_test(hits, n, chance) == pytest.approx(expected, rel=1e-9)


def test_a_million_examples_are_no_trouble():
    assert binomial_test(500_000, 1_000_000, 0.5) == pytest.approx(0.5004, abs=1e-4)


def hits(*parts):
    """Booleans: (how many, value) after each other."""
    return np.concatenate([np.full(n, value) for n, value in parts])


def test_mcnemar_is_exact():
    first = hits((10, True), (8, True), (2, False))
    second = hits((10, True), (8, False), (2, True))
    found = paired_difference(first, second)
    assert found.value == pytest.approx(0.3)
    assert found.p == pytest.approx(2 * (45 + 10 + 1) / 2**10)
    assert found.low < 0.3 < found.high


def test_equal_answers_do_not_differ():
    same = hits((5, True), (5, False))
    found = paired_difference(same, same)
    assert (found.value, found.p) == (0.0, 1.0)
    assert found.low < 0 < found.high


def test_paired_scores_that_are_numbers():
    rng = np.random.default_rng(0)
    scores = rng.normal(size=1000)
    assert paired_difference(scores + 0.1, scores + 0.0).p < 1e-300
    noisy = paired_difference(scores + rng.normal(0.1, 1, 1000), scores)
    assert noisy.low < 0.1 < noisy.high
    assert paired_difference(scores, scores).p == 1.0


def test_newcombes_own_example():
    found = proportion_difference(56, 70, 48, 80)
    assert found.value == pytest.approx(0.2)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_the_difference_of_means_of_independent_sets():
    rng = np.random.default_rng(0)
    found = mean_difference(rng.normal(1, 1, 4000), rng.normal(0, 1, 4000))
    assert found.high - found.low == pytest.approx(2 * 1.96 * (2 / 4000) ** 0.5, rel=0.05)
    assert mean_difference(hits((3, True)), hits((3, True))).value == 0


def test_one_example_tells_nothing_but_breaks_nothing():
    found = mean_difference(np.array([0.5]), np.array([0.25]))
    assert found.value == 0.25


COVERED = (0.93, 0.97)  # 95 % +- 2 %


def test_paired_intervals_cover_what_they_promise():
    rng = np.random.default_rng(2)
    shares = np.array([0.7, 0.12, 0.05, 0.13])  # both right, the first alone, the second, neither
    covered = []
    for counts in rng.multinomial(500, shares, 1000):
        both, first, second, _ = counts
        one = hits((both + first, True), (500 - both - first, False))
        two = hits((both, True), (first, False), (second, True), (counts[3], False))
        found = paired_difference(one, two)
        covered.append(found.low <= 0.07 <= found.high)
    assert COVERED[0] <= np.mean(covered) <= COVERED[1]


def test_holms_correction_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([0.9, 0.8]) == (1.0, 1.0)
    assert holm([]) == ()


def test_holms_correction_fires_in_5_percent_of_cases_where_there_is_nothing():
    rng = np.random.default_rng(0)
    fired = [min(holm(rng.random(16))) < 0.05 for _ in range(4000)]
    assert np.mean(fired) == pytest.approx(0.05, abs=0.01)


@pytest.mark.parametrize(
    ("p", "text", "in_table"),
    [
        (0.0004, "p < 0.001", "p < 0.001"),
        (0.0123, "p = 0.012", "p = 0.012"),
        (0.5, "p = 0.5", "p = 0.500"),
    ],
)
def test_p_values_in_words(p, text, in_table):
    assert (format_p(p), format_p(p, in_table=True)) == (text, in_table)
