"""Curves, crossings and extrapolation on numbers whose answers are known."""

import numpy as np
import pytest

from miwake.stats.psychometric import (
    Curve,
    Estimate,
    at_infinite_size,
    crossing,
    curve_against,
    over_repeats,
)


def curve(values, means):
    values = np.asarray(values, float)
    return Curve(
        values, np.asarray(means, float), np.full(len(values), 0.1), np.full(len(values), 9)
    )


def test_means_and_their_errors():
    found = curve_against([2, 1, 2, 1, 2, 3], [1, 0.5, 0, 0.7, 0.5, 4])
    np.testing.assert_array_equal(found.values, [1, 2, 3])
    np.testing.assert_allclose(found.means, [0.6, 0.5, 4])
    np.testing.assert_allclose(found.errors, [0.1, 0.5 / np.sqrt(3), np.nan])
    np.testing.assert_array_equal(found.counts, [2, 3, 1])


def test_true_and_false_are_shares():
    assert curve_against([1, 1, 1, 1], [True, False, True, True]).means[0] == 0.75


@pytest.mark.parametrize("width", [0.001, 0.02, 0.1, 1.0])
@pytest.mark.parametrize("sign", [-1, 1])
def test_a_curve_crosses_where_it_should(width, sign):
    t = np.linspace(2, 2.5, 51)
    means = 1 / (1 + np.exp(-sign * (t - 2.25) / width))
    assert crossing(curve(t, means)).value == pytest.approx(2.25, abs=1e-6)


def test_a_step_crosses_between_its_two_points():
    assert crossing(curve([1, 2, 3, 4], [1, 1, 0, 0])).value == pytest.approx(2.5)


def test_noise_does_not_make_a_second_crossing():
    t = np.linspace(2, 2.5, 26)
    means = 0.5 - (t - 2.25) + np.random.default_rng(0).normal(0, 0.02, 26)
    assert crossing(curve(t, means)).value == pytest.approx(2.25, abs=0.015)


@pytest.mark.parametrize("means", [[0.9, 0.8, 0.7], [1, 1, 1], [0.1, 0.0, 0.0]])
def test_a_curve_that_does_not_cross(means):
    assert np.isnan(crossing(curve([1, 2, 3], means)).value)


def test_repeats_have_a_standard_error():
    assert over_repeats([1.0, 3.0]) == Estimate(2.0, 1.0)
    assert np.isnan(over_repeats([1.0]).error)


def test_a_straight_line_leads_to_infinite_size():
    sizes = np.array([10, 20, 30, 40])
    found = at_infinite_size(sizes, [Estimate(2.27 + 0.3 / s, 0.1 / s) for s in sizes])
    assert found.value == pytest.approx(2.27)
    unknown = at_infinite_size(sizes, [Estimate(2.27 + 0.3 / s, float("nan")) for s in sizes])
    assert unknown.value == pytest.approx(2.27)
    assert np.isnan(unknown.error)


def test_the_error_at_infinite_size_is_the_spread_of_such_lines():
    rng, sizes, errors = np.random.default_rng(1), [10, 20, 40], [0.003, 0.002, 0.001]
    drawn = [
        at_infinite_size(sizes, [Estimate(2.27 + rng.normal(0, e), e) for e in errors])
        for _ in range(2000)
    ]
    spread = np.std([e.value for e in drawn])
    assert drawn[0].error == pytest.approx(spread, rel=0.06)


@pytest.mark.parametrize(
    ("value", "error", "written"),
    [
        (2.26612, 0.0021, "2.266(2)"),
        (2.2694, 0.00096, "2.269(1)"),
        (2.2694, 0.0149, "2.27(1)"),
        (0.94567, 0.0004, "0.9457(4)"),
        (2.26612, float("nan"), "2.266"),
    ],
)
def test_written_as_physicists_do(value, error, written):
    assert str(Estimate(value, error)) == written
