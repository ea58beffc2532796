"""The cache of features: nothing is computed twice, and nothing damaged is read."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from miwake.training import feature_cache
from miwake.training.feature_cache import FeatureCache


class Compute:
    """Features that are easily told, and how many were computed."""

    def __init__(self):
        self.count = 0

    def __call__(self, x, done, total):
        assert done + len(x) <= total
        self.count += len(x)
        return x.reshape(len(x), -1)[:, :3].astype(np.float32)


class Interrupted(Compute):
    """Features until somebody presses Ctrl-C."""

    def __call__(self, x, done, total):
        if done:
            raise KeyboardInterrupt
        return super().__call__(x, done, total)


@pytest.fixture
def x():
    return np.random.default_rng(0).integers(0, 256, (20, 4, 5, 3), dtype=np.uint8)


def test_each_example_is_computed_once(tmp_path, x):
    compute, path = Compute(), tmp_path / "inside" / "features.sqlite"
    first = FeatureCache(path, 3).features(x[:15], compute)
    again = FeatureCache(path, 3).features(x[::-1], compute)
    np.testing.assert_array_equal(first, x[:15].reshape(15, -1)[:, :3])
    np.testing.assert_array_equal(again, x[::-1].reshape(20, -1)[:, :3])
    assert compute.count == 20


def test_nothing_in_gives_nothing_out(tmp_path, x):
    assert FeatureCache(tmp_path / "f", 3).features(x[:0], Compute()).shape == (0, 3)


@pytest.mark.parametrize("damage", ["file", "value", "other width"])
def test_what_is_damaged_is_computed_again(tmp_path, x, damage):
    compute, path = Compute(), tmp_path / "features.sqlite"
    cache = FeatureCache(path, 3)
    right = cache.features(x, compute)
    if damage == "file":
        path.write_bytes(b"no database" * 1000)
    elif damage == "value":
        with sqlite3.connect(path) as file:
            file.execute("UPDATE features SET value = zeroblob(20)")
        file.close()
    else:
        FeatureCache(path, 2).features(x, lambda rows, *_: rows.reshape(len(rows), -1)[:, :2] * 1.0)
    np.testing.assert_array_equal(cache.features(x, compute), right)
    assert compute.count == 40
    np.testing.assert_array_equal(cache.features(x, compute), right)
    assert compute.count == 40


def test_where_nothing_can_be_written_everything_is_computed(tmp_path, x):
    (tmp_path / "file").write_text("in the way")
    compute, cache = Compute(), FeatureCache(tmp_path / "file" / "features.sqlite", 3)
    for _ in range(2):
        cache.features(x, compute)
    assert compute.count == 40


def test_threads_share_it(tmp_path, x):
    cache = FeatureCache(tmp_path / "features.sqlite", 3)
    with ThreadPoolExecutor(4) as pool:
        parts = list(pool.map(lambda i: cache.features(x[i : i + 10], Compute()), range(10)))
    for i, part in enumerate(parts):
        np.testing.assert_array_equal(part, x[i : i + 10].reshape(10, -1)[:, :3])


def test_the_oldest_make_room(tmp_path, x, monkeypatch):
    monkeypatch.setattr(feature_cache, "MAX_ROWS", 10)
    compute, cache = Compute(), FeatureCache(tmp_path / "features.sqlite", 3)
    cache.features(x, compute)
    cache.features(x[10:], compute)
    assert compute.count == 20
    cache.features(x[:1], compute)
    assert compute.count == 21


def test_an_interruption_loses_no_more_than_a_portion(tmp_path, x, monkeypatch):
    monkeypatch.setattr(feature_cache, "PORTION", 8)
    cache, compute = FeatureCache(tmp_path / "f", 3), Compute()
    with pytest.raises(KeyboardInterrupt):
        cache.features(x, Interrupted())
    features = cache.features(x, compute)
    assert compute.count == 13  # 20 are three portions, of which the first has 7
    np.testing.assert_array_equal(features, x.reshape(20, -1)[:, :3])
