"""Statistics of the classes against NumPy's, and their standard errors against simulation."""

from math import isnan

import numpy as np
import pytest

from miwake.audit.class_statistics import class_statistics


def of(x, y=None, classes=("a",)):
    y = np.zeros(len(x), int) if y is None else y
    return class_statistics(x, y, y[:0], classes)


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_figures_are_those_of_all_numbers_of_a_class(rng, dtype, monkeypatch):
    monkeypatch.setattr("miwake.audit.class_statistics.BLOCK", 100)
    x = (rng.random((60, 4, 3)) * 100).astype(dtype)
    y = rng.integers(0, 2, 60)
    found = class_statistics(x, y, np.array([1, 1, 0]), ("a", "b"))
    for number, name in enumerate("ab"):
        part = x[y == number].astype(float)
        got = found[name]
        assert (got.n, got.n_test) == (len(part), (1, 2)[number])
        assert got.mean == pytest.approx(part.mean())
        assert got.variance == pytest.approx(part.var())
        assert (got.min, got.max) == (pytest.approx(part.min()), pytest.approx(part.max()))


def test_large_numbers_lose_no_digits(rng):
    assert of(1e9 + rng.random((2000, 50)))["a"].variance == pytest.approx(1 / 12, rel=0.01)


def test_standard_errors_are_how_much_samples_differ(rng):
    def drawn():  # numbers inside an example hang together
        return of(rng.normal(size=(200, 1)) + rng.normal(size=(200, 20)))["a"]

    found = [drawn() for _ in range(300)]
    for figure in ("mean", "variance"):
        spread = np.std([getattr(f, figure) for f in found])
        told = np.mean([getattr(f, f"{figure}_error") for f in found])
        assert told == pytest.approx(spread, rel=0.15)


def test_missing_numbers_are_left_out():
    found = of(np.array([[1.0, np.nan], [3.0, 5.0], [np.nan, np.nan]]))["a"]
    assert (found.n, found.min, found.max) == (3, 1, 5)
    assert found.mean == pytest.approx(2.5)  # of the means 1 and 4


def test_a_class_without_examples_has_no_figures():
    found = of(np.ones((2, 3)), np.zeros(2, int), ("a", "none"))["none"]
    assert found.n == 0
    assert isnan(found.mean)


def test_blank_and_equal_examples_are_counted():
    x = np.stack([np.arange(4.0), np.zeros(4), np.arange(4.0), np.arange(4.0)])
    found = of(x, np.array([0, 0, 1, 1]), ("a", "b"))
    assert [found[name].blank for name in "ab"] == [1, 0]
    assert [found[name].alike for name in "ab"] == [False, True]
