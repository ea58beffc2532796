"""Calibration of networks whose calibration is known."""

import numpy as np
import pytest

from miwake.stats.calibration import measure_calibration


def answers(sure, right, n=10_000, seed=0):
    """Two-class probabilities of confidence `sure`, right with probability `right`."""
    rng = np.random.default_rng(seed)
    confidence = np.broadcast_to(sure, n).astype(float)
    y = (rng.random(n) >= right).astype(int)
    return np.stack([confidence, 1 - confidence], axis=1), y


def test_a_known_error_is_found():
    probabilities = np.array([[0.9, 0.1]] * 10)
    found = measure_calibration(probabilities, np.array([0] * 6 + [1] * 4))
    assert found.error == pytest.approx(0.3)
    assert (found.confidence, found.accuracy) == pytest.approx((0.9, 0.6))
    assert [(b.n, b.confidence, b.accuracy) for b in found.curve] == [pytest.approx((10, 0.9, 0.6))]


def test_a_calibrated_network_stays_below_luck_in_95_of_100():
    rng = np.random.default_rng(5)
    below = []
    for seed in range(300):
        sure = rng.uniform(0.5, 1, 2000)
        found = measure_calibration(*answers(sure, sure, 2000, seed))
        below.append(found.error <= found.luck)
    assert 0.92 <= np.mean(below) <= 0.98


def test_an_overconfident_network_lies_above_luck():
    found = measure_calibration(*answers(0.95, 0.8))
    assert found.error == pytest.approx(0.15, abs=0.02)
    assert found.error > found.luck


def test_certainty_belongs_to_the_last_bin():
    found = measure_calibration(*answers(1.0, 1.0, 50))
    assert (found.error, found.luck, len(found.curve)) == (0.0, 0.0, 1)
