"""Sequences that were filled up to one length."""

import numpy as np
import pytest

from miwake.audit.baseline_scores import Split
from miwake.audit.padding import find_padding
from miwake.dataset import Dataset


def padding_in(x, y):
    y = y.astype(np.int32)
    data = Dataset(x[:800], y[:800], x[800:], y[800:], ("a", "b"))
    return find_padding(Split(data, np.arange(800), np.arange(len(x) - 800), 0.5))


@pytest.mark.parametrize("value", [0.0, -1.0])
@pytest.mark.parametrize("at_end", [True, False])
def test_what_fills_up_is_named(value, at_end, rng):
    y, length = rng.integers(0, 2, 1200), rng.integers(20, 50, (1200, 1))
    x = np.where(np.arange(50) < length, rng.normal(size=(1200, 50)), value)
    found = padding_in(x if at_end else x[:, ::-1], y)
    assert (found.at_end, found.value, found.score) == (at_end, value, None)
    assert found.share > 0.7


def test_a_length_that_tells_is_tried(rng):
    y = rng.integers(0, 2, 1200)
    length = rng.integers(20, 40, (1200, 1)) + 10 * y[:, None]
    x = rng.normal(size=(1200, 50, 2)) * (np.arange(50) < length)[..., None]
    assert padding_in(x, y).score > 0.7


@pytest.mark.parametrize("kind", ["noise", "spikes", "all alike"])
def test_other_numbers_are_no_padding(kind, rng):
    x = rng.normal(size=(1200, 50))
    if kind == "spikes":
        x = np.where(rng.random(x.shape) < 0.2, x, 0)
    if kind == "all alike":
        x[:, 40:] = 0  # one length for all is no padding that tells
    assert padding_in(x, rng.integers(0, 2, 1200)) is None
