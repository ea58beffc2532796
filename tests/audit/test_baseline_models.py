"""The small rules: what they find, and that they take whatever features there are."""

import warnings

import numpy as np
import pytest

from miwake.audit.baseline_models import predict_baseline, predict_quickly


def drawn(rng, n, k):
    y = rng.integers(0, 2, n)
    return rng.normal(size=(n, k)) + 2 * y[:, None], y


@pytest.mark.parametrize(("k", "best"), [(1, 0.841), (3, 0.958), (4, 0.977), (40, 1.0)])
def test_what_is_apart_is_told_apart(rng, k, best):
    """The best possible is the normal distribution at the root of k; a small tree stays below."""
    x, y = drawn(rng, 1000, k)
    fresh, truth = drawn(rng, 10_000, k)
    assert best - 0.05 < (predict_baseline(x, y, fresh, 2) == truth).mean() < best + 0.01


def test_one_number_may_lie_between(rng):
    x = rng.uniform(-1, 1, (3000, 1))
    y = (np.abs(x[:, 0]) > 0.5).astype(int)
    assert (predict_baseline(x[:2000], y[:2000], x[2000:], 2) == y[2000:]).mean() > 0.98


@pytest.mark.parametrize("k", [1, 6])
def test_values_are_found_too(rng, k):
    x = rng.normal(size=(2000, k))
    y = x.sum(axis=1)
    error = predict_baseline(x[:1000], y[:1000], x[1000:], 0) - y[1000:]
    assert (error**2).mean() < 0.05 * y.var()


@pytest.mark.parametrize("k", [1, 10])
@pytest.mark.parametrize("classes", [0, 2, 5])
@pytest.mark.parametrize("size", [1e-30, 1, 1e30])
@pytest.mark.parametrize("n", [1, 2, 3, 30])
def test_any_features_are_taken(rng, k, classes, size, n):
    x = rng.normal(size=(n, k)) * size
    y = rng.integers(0, classes, n) if classes else rng.normal(size=n)
    found = predict_baseline(x, y, x[:2], classes)
    assert found.shape == (min(2, n),)


@pytest.mark.parametrize("predict", [predict_baseline, predict_quickly])
def test_many_classes_raise_no_warning_of_scikit_learn(predict, rng):
    x = rng.normal(size=(30, 2))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(predict(x, np.arange(30), x, 30)) == 30
