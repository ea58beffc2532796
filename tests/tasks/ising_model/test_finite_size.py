"""Extrapolation to infinite size on numbers whose answers are known."""

import numpy as np
import pytest

from miwake.tasks.ising_model.finite_size import extrapolate_to_infinite_size, mean_of_repeats


def test_repeats_have_a_standard_error():
    assert mean_of_repeats([1.0, 3.0]) == (2.0, 1.0)
    assert np.isnan(mean_of_repeats([1.0])[1])


def test_a_straight_line_leads_to_infinite_size():
    sizes = np.array([10, 20, 30, 40])
    value, _ = extrapolate_to_infinite_size(sizes, 2.27 + 0.3 / sizes, 0.1 / sizes)
    assert value == pytest.approx(2.27)
    unknown, error = extrapolate_to_infinite_size(sizes, 2.27 + 0.3 / sizes, np.full(4, np.nan))
    assert unknown == pytest.approx(2.27)
    assert np.isnan(error)


def test_the_error_at_infinite_size_is_the_spread_of_such_lines():
    rng, sizes, errors = np.random.default_rng(1), [10, 20, 40], [0.003, 0.002, 0.001]
    drawn = [
        extrapolate_to_infinite_size(sizes, 2.27 + rng.normal(0, errors), errors)
        for _ in range(2000)
    ]
    assert drawn[0][1] == pytest.approx(np.std([value for value, _ in drawn]), rel=0.06)
