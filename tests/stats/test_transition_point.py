"""Crossings of two classes' mean outputs, on curves that are known."""

import numpy as np
import pytest

from miwake.stats.transition_point import (
    Curve,
    Estimate,
    average_crossings,
    crossing,
    curve_against,
    find_crossings,
)


def answers(fact, at, width, seed=0, noise=0.1):
    """Outputs that fall from 1 to 0 around a value of the fact."""
    rng = np.random.default_rng([seed, 1])
    first = 1 / (1 + np.exp((fact - at) / width)) + rng.normal(0, noise, len(fact))
    return np.stack([first, 1 - first], axis=1)


def temperatures(n, seed=0):
    return np.random.default_rng(seed).choice(np.linspace(1, 3.5, 26), n)


def test_both_classes_are_equally_likely_where_their_means_cross():
    fact = temperatures(5000)
    found = find_crossings({"temperature": fact}, answers(fact, 2.27, 0.2))
    assert found["temperature"].value == pytest.approx(2.27, abs=4 * found["temperature"].error)
    assert found["temperature"].error < 0.01


def test_the_error_is_the_spread_over_other_examples():
    found = []
    for seed in range(200):
        fact = temperatures(1000, seed)
        outputs = answers(fact, 2.27, 0.2, seed, noise=0.3)
        found.append(find_crossings({"t": fact}, outputs)["t"])
    spread = np.std([one.value for one in found])
    assert np.mean([one.error for one in found]) == pytest.approx(spread, rel=0.25)


def test_a_fact_of_many_values_is_grouped():
    fact = np.random.default_rng(0).uniform(0, 10, 4000)
    found = find_crossings({"size": fact}, answers(fact, 6.0, 1.0))
    assert found["size"].value == pytest.approx(6.0, abs=0.1)


@pytest.mark.parametrize(
    "fact",
    [
        np.random.default_rng(1).random(1000),
        np.array(["cold", "hot"] * 500),
        np.full(1000, np.nan),
        np.ones(1000),
        np.zeros((1000, 2)),
    ],
    ids=["unrelated", "texts", "missing", "constant", "pairs"],
)
def test_other_facts_have_no_crossing(fact):
    assert find_crossings({"it": fact}, answers(np.linspace(1, 3, 1000), 2, 0.2)) == {}


def test_a_curve_that_comes_back_has_no_crossing():
    fact = temperatures(2000)
    assert find_crossings({"t": fact}, answers(abs(fact - 2.25), 0.6, 0.1)) == {}


def test_only_two_classes_cross():
    assert find_crossings({"t": temperatures(500)}, np.full((500, 3), 1 / 3)) == {}


def test_repeats_make_the_error_of_the_networks_smaller_not_that_of_the_examples():
    found = average_crossings([{"t": Estimate(v, 0.03)} for v in (2.2, 2.3, 2.4, 2.3)])
    assert found["t"].value == pytest.approx(2.3)
    seeds = np.var([2.2, 2.3, 2.4, 2.3], ddof=1) / 4
    assert found["t"].error == pytest.approx(np.sqrt(0.03**2 + seeds))
    assert average_crossings([{"t": Estimate(2.2, 0.03)}]) == {"t": Estimate(2.2, 0.03)}


def test_a_crossing_that_one_network_lacks_is_none():
    assert average_crossings([{"t": Estimate(2.2, 0.03)}, {}]) == {}


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
