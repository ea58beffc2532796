"""Rank tests: SciPy's figures, and false alarms where nothing goes along."""

import numpy as np
import pytest
from scipy import stats

from miwake.stats.rank_tests import auc_test, average_ranks, kolmogorov_smirnov, rank_correlation


@pytest.mark.parametrize("digits", [8, 0])
def test_figures_are_scipys(rng, digits):
    positive = np.arange(200) < 40
    numbers = (rng.normal(size=200) + 0.6 * positive).round(digits)
    one, two = numbers[positive], numbers[~positive]
    known = stats.mannwhitneyu(one, two, use_continuity=False, method="asymptotic")
    found = auc_test(numbers, positive)
    assert found.value == pytest.approx(known.statistic / (40 * 160))
    assert found.p == pytest.approx(known.pvalue)
    y = numbers + rng.normal(size=200)
    assert rank_correlation(numbers, y).value == pytest.approx(stats.spearmanr(numbers, y)[0])
    assert average_ranks(numbers) == pytest.approx(stats.rankdata(numbers))


def test_false_alarms_are_5_in_100(rng):
    p = []
    for _ in range(1000):
        x, y = rng.normal(size=(2, 60))
        p += [auc_test(x, y > 1).p, rank_correlation(x, y).p]
    assert 0.035 < (np.array(p) < 0.05).mean() < 0.065


def test_one_class_or_equal_numbers_tell_nothing():
    assert auc_test(np.arange(5.0), np.zeros(5, bool)).p == 1
    assert auc_test(np.zeros(5), np.arange(5) < 2).p == 1
    assert rank_correlation(np.zeros(5), np.arange(5)).p == 1


def test_kolmogorov_smirnov_as_scipy_has_it(rng):
    from scipy.stats import ks_2samp

    for shift, n, m in ((0, 200, 300), (0.3, 200, 300), (1, 50, 40)):
        first, second = rng.normal(size=n), rng.normal(size=m) + shift
        distance, p = kolmogorov_smirnov(first, second)
        expected = ks_2samp(first, second, method="exact")
        assert distance == pytest.approx(expected.statistic)
        assert p == pytest.approx(expected.pvalue, rel=0.3, abs=1e-3)
    assert kolmogorov_smirnov(np.ones(5), np.ones(7)) == (0.0, 1.0)
