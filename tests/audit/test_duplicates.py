"""Copies, exact and near: found where they were made, and nowhere else."""

import numpy as np
import pytest

from miwake.audit.duplicates import find_copies
from miwake.dataset import Dataset


def data(shape=(20,), train=600, test=200, seed=0, levels=None, spoil=None, kind=np.float32):
    rng = np.random.default_rng(seed)

    def draw(n):
        if levels:
            return rng.integers(0, levels, (n, *shape)).astype(kind)
        return (rng.random((n, *shape)) * (255 if kind == np.uint8 else 1)).astype(kind)

    x, x_test = draw(train), draw(test)
    y, y_test = (rng.integers(0, 2, n).astype(np.int32) for n in (train, test))
    if spoil:
        spoil(x, x_test, y, y_test)
    return Dataset(x, y, x_test, y_test, ("a", "b"))


def test_nothing_is_found_where_nothing_was_copied():
    found = find_copies(data())
    assert (found.copied, found.near, found.train_repeats, found.test_repeats) == ((), (), 0, 0)


def test_copies_are_found_with_their_places():
    def spoil(x, x_test, y, y_test):
        x_test[[3, 50, 51]] = x[[7, 8, 8]]
        y[[7, 8]], y_test[[3, 50, 51]] = 0, [0, 1, 1]

    found = find_copies(data(spoil=spoil))
    assert found.copied == (3, 50, 51)
    assert (found.beyond_luck, found.contradicting, found.test_repeats) == (True, 2, 1)


def test_few_possible_examples_are_no_leak():
    found = find_copies(data(shape=(4,), levels=3))
    assert len(found.copied) > 100
    assert not found.beyond_luck


@pytest.mark.parametrize("shape", [(20,), (16, 16), (16, 16, 3)], ids=str)
@pytest.mark.parametrize("kind", [np.uint8, np.float32])
def test_near_copies_are_found_with_their_places(shape, kind):
    def spoil(x, x_test, y, y_test):
        noise = np.random.default_rng(1).normal(0, 0.01 * x.max(), x[:20].shape)
        x_test[:20] = np.clip(x[100:120] + noise, 0, x.max()).astype(x.dtype)

    found = find_copies(data(shape=shape, spoil=spoil, kind=kind))
    right = {(i, 100 + i) for i in range(20)}
    assert len(right & set(found.near)) >= 18
    assert set(found.near) <= right


@pytest.mark.parametrize("twins", [2, 3, 6])
@pytest.mark.parametrize("shape", [(20,), (16, 16)], ids=str)
def test_near_copies_are_found_beside_several_twins_in_training(shape, twins):
    def spoil(x, x_test, y, y_test):
        rng = np.random.default_rng(1)
        for i in range(20):
            twin = x_test[i] + rng.normal(0, 0.01, (twins, *shape))
            x[i * twins : (i + 1) * twins] = twin

    near = find_copies(data(shape=shape, spoil=spoil)).near
    assert {i for i, _ in near} == set(range(20))
    assert all(j // twins == i for i, j in near)


@pytest.mark.parametrize("copies", [4, 8])
def test_examples_that_were_multiplied_before_the_split_are_near_copies(copies):
    rng = np.random.default_rng(0)
    base = rng.random((160, 1, 100))
    x = (base + rng.normal(0, 0.02, (160, copies, 100))).reshape(-1, 100)
    x, y = rng.permutation(x).astype(np.float32), np.arange(len(x), dtype=np.int32) % 2
    found = find_copies(Dataset(x[100:], y[100:], x[:100], y[:100], ("a", "b")))
    assert len(found.near) > 90


def heavy_tails(rng, n, length):
    return rng.standard_cauchy((n, length))


def many_scales(rng, n, length):
    return np.exp(rng.normal(0, 2, (n, 1))) * rng.normal(size=(n, length))


@pytest.mark.parametrize("draw", [heavy_tails, many_scales])
@pytest.mark.parametrize("length", [1, 2, 3, 10, 100])
def test_neighbours_of_any_distribution_are_no_copies(draw, length):
    for seed in range(3):
        rng = np.random.default_rng(seed)
        x, y = draw(rng, 1600, length).astype(np.float32), np.arange(1600, dtype=np.int32) % 2
        spread = Dataset(x[400:], y[400:], x[:400], y[:400], ("a", "b"))
        assert find_copies(spread).near == ()


@pytest.mark.parametrize("length", [1, 2, 3, 10, 100])
@pytest.mark.parametrize("seed", range(4))
def test_neighbours_of_any_dimension_are_no_copies(length, seed):
    assert find_copies(data(shape=(length,), train=2000, test=1000, seed=seed)).near == ()


def test_neighbours_that_are_near_in_both_parts_are_no_copies():
    def spoil(x, x_test, y, y_test):  # every example is near one of ten
        for part in (x, x_test):
            part[:] = part[:10][np.arange(len(part)) % 10] + 0.001 * part

    assert find_copies(data(spoil=spoil)).near == ()


def test_columns_of_any_unit_count_alike():
    def spoil(x, x_test, y, y_test):
        x_test[:20] = x[:20] + 0.001
        x[:, 0] *= 1e6
        x_test[:, 0] = np.random.default_rng(2).random(len(x_test)) * 1e6
        x_test[:20, 0] = x[:20, 0]

    assert len(find_copies(data(spoil=spoil)).near) == 20


@pytest.mark.parametrize("bad", [np.nan, np.inf, 3e38])
def test_numbers_that_are_none_do_no_harm(bad):
    def spoil(x, x_test, y, y_test):
        x[::3, 0], x_test[::2, 1] = bad, bad

    assert find_copies(data(spoil=spoil)).copied == ()


def test_the_digits_are_not_flagged(mnist):
    (x, y), (x_test, y_test) = mnist
    labels = y.astype(np.int32), y_test.astype(np.int32)
    found = find_copies(Dataset(x, labels[0], x_test, labels[1], tuple("0123456789")))
    assert (found.copied, found.near) == ((), ())


@pytest.mark.parametrize("noise", [0, 2])
@pytest.mark.parametrize("axes", [1, 0, (0, 1)], ids=["mirrored", "upside down", "turned"])
def test_images_that_were_mirrored_before_the_split_are_found(noise, axes, rng):
    x = rng.integers(0, 250, (300, 12, 12)).astype(np.uint8)
    x_test = rng.integers(0, 250, (96, 12, 12)).astype(np.uint8)
    for i in range(24):
        x_test[i] = np.flip(x[i], axes) + rng.integers(0, noise + 1, (12, 12))
    data = Dataset(x, np.arange(300) % 2, x_test, np.arange(96) % 2, ("a", "b"))
    assert find_copies(data).mirrored == tuple((i, i) for i in range(24))


def test_symmetric_and_honest_images_are_not_taken_for_mirrored(rng):
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    x = x.reshape(-1, 8, 8).astype(np.uint8)
    half = np.concatenate([x[:, :, :4], x[:, :, 3::-1]], axis=2)
    for images in (x, half):
        parts = images[:1500], y[:1500], images[1500:], y[1500:]
        assert find_copies(Dataset(*parts, tuple("0123456789"))).mirrored == ()
