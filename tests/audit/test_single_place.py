"""One pixel, or one step, that tells the classes apart."""

import numpy as np
import pytest

from miwake.audit.look import look
from miwake.dataset import Dataset


def looked(x, y, n=900):
    y = y.astype(np.int32)
    return look(Dataset(x[:n], y[:n], x[n:], y[n:], ("a", "b")))


def said(found):
    return {finding.sentence for finding in found.warnings}


@pytest.mark.parametrize("wrong", [0.0, 0.01, 0.1], ids=["1.00", "0.99", "0.90"])
def test_a_pixel_is_named_by_its_place(wrong, rng):
    y = rng.integers(0, 2, 1200)
    x = rng.normal(100, 30, (1200, 16, 16)).clip(0, 250).astype(np.uint8)
    x[(y == 1) ^ (rng.random(1200) < wrong), 3, 5] = 255
    found = looked(x, y)
    assert found.single_place.place == (3, 5)
    assert found.single_place.score == pytest.approx(1 - wrong, abs=0.05)
    assert "pixel_tells" in said(found)


def test_a_step_is_named_by_its_place(rng):
    y, x = rng.integers(0, 2, 1200), rng.normal(size=(1200, 40))
    x[:, 7] += 4 * y
    found = looked(x, y)
    assert found.single_place.place == (7,)
    assert "step_tells" in said(found)


def test_a_whole_that_is_brighter_is_not_blamed_on_a_pixel(rng):
    y = rng.integers(0, 2, 1200)
    x = rng.normal(80, 10, (1200, 8, 8)) + 60 * y[:, None, None]
    assert "pixel_tells" not in said(looked(x.astype(np.uint8), y))


def test_many_pixels_that_tell_a_little_are_no_single_place(rng):
    y, x = rng.integers(0, 2, 1200), rng.normal(size=(1200, 16, 16))
    assert looked(x + 0.3 * y[:, None, None], y).single_place is None
