"""Wrong labels: found where they are, and not where classes merely overlap."""

import numpy as np
import pytest
from sklearn import datasets

from miwake.audit.baseline_scores import Split
from miwake.audit.label_noise import find_label_noise, fit_floor
from miwake.dataset import Dataset


def suspects_in(x, y, seed=0):
    y = y.astype(np.int32)
    data = Dataset(x, y, x[:0], y[:0], tuple(map(str, range(y.max() + 1))))
    return find_label_noise(Split(data, np.arange(len(y)), np.arange(0), 0.5, seed))


def spoiled(y, share, rng):
    """Labels of which a share is another class's, and which they are."""
    wrong, classes = rng.random(len(y)) < share, y.max() + 1
    other = (y + rng.integers(1, classes, len(y))) % classes
    return np.where(wrong, other, y), wrong


@pytest.mark.parametrize("name", ["wine", "breast_cancer", "digits"])
@pytest.mark.parametrize("share", [0.0, 0.1])
def test_a_tenth_of_wrong_labels_is_listed_in_real_data_and_none_where_there_are_none(
    name, share, rng
):
    x, y = getattr(datasets, f"load_{name}")(return_X_y=True)
    labels, wrong = spoiled(y, share, rng)
    noise = suspects_in(x, labels)
    if not share:
        assert noise is None
        return
    assert 0.06 < noise.share < 0.14
    assert np.mean([wrong[suspect.index] for suspect in noise.suspects]) > 0.9
    assert len(noise.suspects) > 0.4 * min(1, noise.looked / len(y)) * wrong.sum()
    first = noise.suspects[0]
    assert first.label == str(labels[first.index])
    assert first.answer == str(y[first.index])


def overlapping(seed):
    """Two or three clean classes that overlap more or less."""
    rng = np.random.default_rng(seed)
    n, classes = int(rng.choice([150, 400, 800])), int(rng.integers(2, 4))
    y = rng.integers(0, classes, n)
    middles = rng.normal(size=(classes, 6)) * rng.uniform(0.5, 3)
    return middles[y] + rng.normal(size=(n, 6)), y


def test_of_clean_data_nothing_is_said_in_95_of_100_cases():
    assert sum(suspects_in(*overlapping(seed)) is not None for seed in range(60)) <= 3


def test_images_are_looked_at_as_a_whole(rng):
    x, y = datasets.load_digits(return_X_y=True)
    large = np.kron(x.reshape(-1, 8, 8), np.ones((1, 4, 4))).astype(np.uint8)
    labels, wrong = spoiled(y, 0.1, rng)
    noise = suspects_in(large, labels)
    assert np.mean([wrong[suspect.index] for suspect in noise.suspects]) > 0.9


def test_a_floor_is_told_from_a_slope(rng):
    margins = rng.random(4000) * 6
    slope = rng.random(4000) < 1 / (1 + np.exp(margins))
    assert fit_floor(margins, slope)[0] < 0.02
    floor, ratio, likely = fit_floor(margins, slope ^ (rng.random(4000) < 0.1))
    assert floor == pytest.approx(0.1, abs=0.03)
    assert ratio > 20
    assert likely[margins > 5].min() > 0.8 > likely[margins < 0.5].max()


def test_few_or_hopeless_examples_say_nothing(rng):
    x = rng.normal(size=(300, 5))
    assert suspects_in(x, rng.integers(0, 2, 300)) is None
    assert suspects_in(x[:30], (x[:30, 0] > 0).astype(int)) is None
