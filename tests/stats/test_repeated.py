"""Figures of several trainings."""

import pytest

from miwake.stats.repeated import Repeated


def test_the_figures_are_those_of_the_values():
    found = Repeated.of("test_accuracy", [4, 5, 6, 7], [0.5, 0.7, 0.6, 0.8])
    assert (found.n, found.min, found.max, found.seeds) == (4, 0.5, 0.8, (4, 5, 6, 7))
    assert found.mean == pytest.approx(0.65)
    assert found.sd == pytest.approx((0.05 / 3) ** 0.5)
    assert {"n", "mean", "sd", "min", "max"} <= found.as_json().keys()


def test_one_has_no_spread():
    assert Repeated.of("test_r2", [0], [0.25]).sd == 0.0
