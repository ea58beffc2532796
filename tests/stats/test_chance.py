"""What guessing reaches."""

import numpy as np
import pytest

from miwake.stats.chance import chance_level


def labels(*counts):
    return np.repeat(np.arange(len(counts)), counts)


@pytest.mark.parametrize(
    ("test", "train", "expected"),
    [
        (labels(507, 493), (), 1 / 2),
        (labels(118, *[98] * 9), (), 1 / 10),
        (labels(682, 318), (), 0.682),
        (labels(600, 400), labels(300, 700), 0.6),
        (labels(36, 24), labels(700, 300), 0.6),
        (labels(36, 24), (), 1 / 2),
        (labels(50, 0), (), 1.0),
        (labels(0, 20), labels(100, 100), 1.0),
        (labels(0, 3), labels(100, 100), 1 / 2),
        (labels(5), (), 1.0),
        (np.empty(0, np.int32), labels(3, 1), 1 / 2),
    ],
    ids=[
        *("two by luck", "ten by luck", "unequal", "others in training"),
        *("unequal in training", "too few to tell", "one alone"),
        *("one absent", "too few to tell it is absent", "one there is", "no test"),
    ],
)
def test_chance(test, train, expected):
    classes = 10 if len(set(test)) > 3 else 1 if len(test) == 5 else 2
    assert chance_level(test, classes, train) == pytest.approx(expected)


def test_a_regression_has_an_r2_of_0():
    assert chance_level(np.ones(3), 0) == 0
