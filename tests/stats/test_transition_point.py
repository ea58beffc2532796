"""Crossings of two classes' mean outputs, on curves that are known."""

import numpy as np
import pytest

from miwake.stats.psychometric import Estimate
from miwake.stats.transition_point import crossings_of, crossings_of_repeats


def answers(fact, at, width, seed=0, noise=0.1):
    """Outputs that fall from 1 to 0 around a value of the fact."""
    rng = np.random.default_rng([seed, 1])
    first = 1 / (1 + np.exp((fact - at) / width)) + rng.normal(0, noise, len(fact))
    return np.stack([first, 1 - first], axis=1)


def temperatures(n, seed=0):
    return np.random.default_rng(seed).choice(np.linspace(1, 3.5, 26), n)


def test_both_classes_are_equally_likely_where_their_means_cross():
    fact = temperatures(5000)
    found = crossings_of({"temperature": fact}, answers(fact, 2.27, 0.2))
    assert found["temperature"].value == pytest.approx(2.27, abs=4 * found["temperature"].error)
    assert found["temperature"].error < 0.01


def test_the_error_is_the_spread_over_other_examples():
    found = []
    for seed in range(200):
        fact = temperatures(1000, seed)
        outputs = answers(fact, 2.27, 0.2, seed, noise=0.3)
        found.append(crossings_of({"t": fact}, outputs)["t"])
    spread = np.std([one.value for one in found])
    assert np.mean([one.error for one in found]) == pytest.approx(spread, rel=0.25)


def test_a_fact_of_many_values_is_grouped():
    fact = np.random.default_rng(0).uniform(0, 10, 4000)
    found = crossings_of({"size": fact}, answers(fact, 6.0, 1.0))
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
    assert crossings_of({"it": fact}, answers(np.linspace(1, 3, 1000), 2, 0.2)) == {}


def test_a_curve_that_comes_back_has_no_crossing():
    fact = temperatures(2000)
    assert crossings_of({"t": fact}, answers(abs(fact - 2.25), 0.6, 0.1)) == {}


def test_only_two_classes_cross():
    assert crossings_of({"t": temperatures(500)}, np.full((500, 3), 1 / 3)) == {}


def test_repeats_make_the_error_of_the_networks_smaller_not_that_of_the_examples():
    found = crossings_of_repeats([{"t": Estimate(v, 0.03)} for v in (2.2, 2.3, 2.4, 2.3)])
    assert found["t"].value == pytest.approx(2.3)
    seeds = np.var([2.2, 2.3, 2.4, 2.3], ddof=1) / 4
    assert found["t"].error == pytest.approx(np.sqrt(0.03**2 + seeds))
    assert crossings_of_repeats([{"t": Estimate(2.2, 0.03)}]) == {"t": Estimate(2.2, 0.03)}


def test_a_crossing_that_one_network_lacks_is_none():
    assert crossings_of_repeats([{"t": Estimate(2.2, 0.03)}, {}]) == {}
