"""Thirteen sets of data without a fault, of known files and made ones."""

import numpy as np
from sklearn import datasets

from miwake import load_task
from miwake.dataset import Dataset
from miwake.readers.split import split


def parted(x, y, classes=(), target=None):
    """A dataset split as a user's own arrays are."""
    y = y.astype(np.int32 if classes else np.float32)
    test = split(y if classes else np.zeros(len(y), np.int32), 0)
    return Dataset(x[~test], y[~test], x[test], y[test], tuple(map(str, classes)), target)


def of_sklearn(name):
    bunch = getattr(datasets, f"load_{name}")()
    x = (bunch.images if name == "digits" else bunch.data).astype(np.float32)
    names = () if name == "diabetes" else tuple(bunch.target_names)
    return parted(x, bunch.target, names, "progression" if name == "diabetes" else None)


def baker():
    return load_task("baker").make(3_000, 1_000)


def blobs():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 3, 900)
    return parted((rng.normal(size=(900, 6)) + 0.8 * np.eye(6)[y]).astype(np.float32), y, "abc")


def rare():
    rng = np.random.default_rng(1)
    y = (rng.random(3_000) < 0.2).astype(int)
    x = rng.normal(size=(3_000, 5)) + 0.7 * y[:, None]
    return parted(x.astype(np.float32), y, ("often", "rare"))


def line():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(600, 5)).astype(np.float32)
    return parted(x, x @ [1, -1, 0.5, 0, 0] + rng.normal(size=600), target="sum")


def heavy():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(800, 4)).astype(np.float32)
    return parted(x, x[:, 0] * x[:, 1] + rng.standard_t(3, 800), target="product")


def waves():
    rng = np.random.default_rng(4)
    y = rng.integers(0, 2, 1_200)
    phase, steps = rng.random((1_200, 1)) * 6.28, np.arange(40)
    x = np.sin(steps * (0.5 + 0.1 * y[:, None]) + phase) + rng.normal(0, 0.8, (1_200, 40))
    return parted(x.astype(np.float32), y, ("slow", "fast"))


def shapes():
    """Bars that lie or stand, at random places, in grey noise."""
    rng = np.random.default_rng(5)
    y = rng.integers(0, 2, 900)
    x = rng.normal(90, 25, (900, 16, 16))
    for picture, stands in zip(x, y, strict=True):
        row, column = rng.integers(0, 10, 2)
        tall, wide = (6, 2) if stands else (2, 6)
        picture[row : row + tall, column : column + wide] += 80
    return parted(x.clip(0, 255).astype(np.uint8), y, ("lies", "stands"))


def chance():
    rng = np.random.default_rng(6)
    return parted(rng.normal(size=(900, 8)).astype(np.float32), rng.integers(0, 2, 900), "ab")


SKLEARN = ("iris", "wine", "breast_cancer", "digits", "diabetes")
CLEAN = {name: lambda name=name: of_sklearn(name) for name in SKLEARN} | {
    make.__name__: make for make in (baker, blobs, rare, line, heavy, waves, shapes, chance)
}
