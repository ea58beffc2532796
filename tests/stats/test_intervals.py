"""Intervals: exact values, and coverage of what they promise in simulation."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from miwake.stats.evaluation import evaluate_outputs
from miwake.stats.intervals import mae_interval, r2_interval, rmse_interval, wilson_interval

COVERED = (0.93, 0.97)  # 95 % +- 2 %

# Wilson's interval solves (p - hits/n)^2 = z^2 p (1 - p) / n; the ends at 0 and n hits are exact.
Z2 = 1.959963984540054**2


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [
        (0, 10, 0.0, Z2 / (10 + Z2)),
        (10, 10, 10 / (10 + Z2), 1.0),
        (5, 10, 0.236593, 0.763407),
        (81, 263, 0.255274, 0.366208),  # R. G. Newcombe, Statist. Med. 17, 857 (1998), table I
        (15, 148, 0.062386, 0.160495),
        (1, 29, 0.006113, 0.171755),
    ],
)
def test_the_interval_is_wilsons(hits, n, low, high):
    found = wilson_interval(hits, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_inside(pair):
    found = wilson_interval(*pair)
    assert 0 <= found.low <= found.accuracy + 1e-12
    assert found.accuracy - 1e-12 <= found.high <= 1


@given(st.integers(1, 1000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_its_ends_solve_wilsons_equation(pair):
    hits, n = pair
    found = wilson_interval(hits, n)
    for end in (found.low, found.high):
        assert (end - hits / n) ** 2 == pytest.approx(Z2 * end * (1 - end) / n, abs=1e-9)


def test_more_confidence_is_wider():
    assert wilson_interval(5, 10, 0.99).low < wilson_interval(5, 10).low


def test_a_share_of_none_is_unknown():
    found = wilson_interval(0, 0)
    assert math.isnan(found.accuracy)
    assert (found.low, found.high) == (0.0, 1.0)


@pytest.mark.parametrize(("hits", "n"), [(0, 7), (7, 7), (3, 11), (812, 1000), (1, 99_999)])
def test_it_is_the_interval_of_scipy(hits, n):
    expected = binomtest(hits, n).proportion_ci(method="wilson")
    found = wilson_interval(hits, n)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-12)


@pytest.mark.parametrize("n", range(1, 200))
def test_an_interval_reaches_the_end_that_it_lies_at(n):
    assert wilson_interval(n, n).high == 1.0
    assert wilson_interval(0, n).low == 0.0
    assert 0 < wilson_interval(n, n).low < 1


@pytest.mark.parametrize("true", [0.5, 0.82, 0.95])
@pytest.mark.parametrize("n", [200, 10_000])
def test_wilson_intervals_cover_what_they_promise(true, n):
    found = [wilson_interval(int(h), n) for h in np.random.default_rng(1).binomial(n, true, 4000)]
    covered = np.mean([s.low <= true <= s.high for s in found])
    assert COVERED[0] <= covered <= COVERED[1]


def test_intervals_of_values_cover_what_they_promise():
    rng = np.random.default_rng(3)
    y = rng.normal(size=(1000, 400))
    values = y + rng.normal(0, 0.5, y.shape)
    found = [r2_interval(v, t) for v, t in zip(values, y, strict=True)]
    assert COVERED[0] <= np.mean([f.low <= 0.75 <= f.high for f in found]) <= COVERED[1]
    errors = [mae_interval(v, t) for v, t in zip(values, y, strict=True)]
    true = 0.5 * (2 / np.pi) ** 0.5
    assert COVERED[0] <= np.mean([e.low <= true <= e.high for e in errors]) <= COVERED[1]


def test_r2_of_what_does_not_vary_is_not_defined():
    assert np.isnan(r2_interval(np.zeros(5), np.ones(5)).value)


def test_every_room_has_the_same_interval_of_r2():
    rng = np.random.default_rng(0)
    y = rng.normal(size=40).astype(np.float32)
    values = (y + rng.normal(0, 0.6, 40)).astype(np.float32)
    figures = evaluate_outputs(values[:, None], y, ())
    r2, mae, rmse = r2_interval(values, y), mae_interval(values, y), rmse_interval(values, y)
    assert (figures.r2, figures.r2_low, figures.r2_high) == (r2.value, r2.low, r2.high)
    assert (figures.mae, figures.mae_low, figures.mae_high) == (mae.value, mae.low, mae.high)
    assert (figures.rmse, figures.rmse_low, figures.rmse_high) == (rmse.value, rmse.low, rmse.high)


def test_one_example_bounds_nothing():
    found = r2_interval(np.array([1.0, 2.0]), np.array([1.0, 2.0]))
    assert (found.low, found.value, found.high) == (1, 1, 1)
    assert math.isnan(mae_interval(np.array([1.0]), np.array([2.0])).high)
