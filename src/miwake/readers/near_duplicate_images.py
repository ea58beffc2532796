"""Pictures that are equal or nearly so, which must not lie on both sides of a split."""

import numpy as np
from numpy.typing import NDArray

Thumbnails = NDArray[np.float32]

SIDE = 16  # pixels of the thumbnails that are compared
NEAR = 0.06  # difference of two thumbnails, in units of their contrast, up to which they are alike
NEAR_WHOLE = 0.35  # the same for whole pictures, which keep what thumbnails smooth away
TABLES, NEIGHBOURS = 3, 4
CELL = 2.0  # of the grid in which alike pictures nearly always share a cell
CLOSE = 0.25  # cells that alike pictures are apart at most
CHUNK, BLOCK = 1024, 64  # thumbnails, and whole pictures, that are worked on at once


def groups_of(
    x: NDArray[np.uint8], small: Thumbnails, digests: NDArray[np.uint64], seed: int = 0
) -> NDArray[np.int64]:
    """A group number for each picture; equal and nearly equal ones share theirs.

    Args:
        x: pictures, shape (n, height, width) or (n, height, width, 3).
        small: their thumbnails.
        digests: of their files' bytes, shape (n,).
        seed: of the grids' places.

    Source:
        Low cosine frequencies of a thumbnail, as in C. Zauner, Implementation and benchmarking of
        perceptual image hash functions (2010), here in randomly shifted grids: M. Datar et al.,
        Proc. SoCG 2004, 253.
    """
    marks = np.concatenate([_marks(small[i : i + CHUNK]) for i in range(0, len(x), CHUNK)])
    rng = np.random.default_rng(seed)
    pairs = [_pairs(digests, np.zeros(len(x)))[:, :2]]
    for _ in range(TABLES):
        shift = rng.random(marks.shape[1], np.float32)
        factors = rng.integers(1, 2**62, marks.shape[1]) * 2 + 1
        keys = (np.floor(marks + shift).astype(np.int64) * factors).sum(axis=1)
        near = _pairs(keys, marks[:, 0])
        near = near[(np.abs(marks[near[:, 0]] - marks[near[:, 1]]) < CLOSE).all(axis=1)]
        pairs.append(near[_alike(x, small, near)])
    return join(len(x), np.concatenate(pairs))


def join(n: int, pairs: NDArray[np.intp]) -> NDArray[np.int64]:
    """Group numbers of n things of which each pair is to share one."""
    above = list(range(n))

    def top(i: int) -> int:
        while above[i] != i:
            above[i] = above[above[i]]
            i = above[i]
        return i

    for a, b in pairs.tolist():
        first, second = sorted((top(a), top(b)))
        above[second] = first
    return np.array([top(i) for i in range(n)], np.int64)


def thumbnails(x: NDArray[np.uint8]) -> Thumbnails:
    """Means over blocks, shape (n, SIDE, SIDE, channels), smaller where the pictures are."""
    rows, columns = (_means(size) for size in x.shape[1:3])
    pixels = x.reshape(*x.shape[:3], -1)
    small = np.empty((len(x), len(rows), len(columns), pixels.shape[3]), np.float32)
    for start in range(0, len(x), BLOCK):
        part = pixels[start : start + BLOCK].astype(np.float32)
        for channel in range(part.shape[3]):
            small[start : start + BLOCK, ..., channel] = rows @ part[..., channel] @ columns.T
    return small


def _means(size: int) -> NDArray[np.float32]:
    """The matrix that takes means over blocks of pixels, shape (at most SIDE, size)."""
    blocks = min(SIDE, size)
    inside = np.arange(size) * blocks // size == np.arange(blocks)[:, None]
    return np.asarray(inside / inside.sum(axis=1, keepdims=True), np.float32)


def _marks(small: Thumbnails) -> NDArray[np.float32]:
    """What alike pictures have alike, shape (n, 17): low frequencies, contrast and brightness."""
    grey = small.mean(axis=-1)
    mean, contrast = grey.mean(axis=(1, 2)), grey.std(axis=(1, 2))
    even = np.where(contrast > 0, contrast, 1)[:, None, None]
    scaled = (grey - mean[:, None, None]) / even
    rows, columns = (_cosines(n) for n in grey.shape[1:])
    waves = rows @ scaled @ columns.T
    waves = waves.reshape(len(small), -1)[:, 1:] * (SIDE / np.sqrt(grey[0].size))
    around = np.stack([mean / 16, 2 * np.log2(contrast + 1)], axis=1)
    return np.concatenate([waves / CELL, around], axis=1, dtype=np.float32)


def _cosines(n: int) -> NDArray[np.float32]:
    """The four lowest cosine waves over n pixels, orthonormal."""
    places = (np.arange(n) + 0.5) / n
    waves = np.cos(np.pi * np.arange(min(4, n))[:, None] * places)
    return np.asarray(waves / np.linalg.norm(waves, axis=1, keepdims=True), np.float32)


def _pairs(keys: NDArray[np.integer], along: NDArray[np.floating]) -> NDArray[np.intp]:
    """Pairs with one key that are neighbours in the order of another number."""
    order = np.lexsort((along, keys))
    pairs = []
    for step in range(1, min(NEIGHBOURS, len(keys) - 1) + 1):
        first, second = order[:-step], order[step:]
        same = keys[first] == keys[second]
        pairs.append(np.stack([first[same], second[same]], axis=1))
    return np.concatenate(pairs) if pairs else np.empty((0, 2), np.intp)


def _alike(x: NDArray[np.uint8], small: Thumbnails, pairs: NDArray[np.intp]) -> NDArray[np.bool_]:
    alike = np.empty(len(pairs), bool)
    for start in range(0, len(pairs), CHUNK):
        part = pairs[start : start + CHUNK]
        close = _near(small[part[:, 0]], small[part[:, 1]], NEAR)
        there = np.flatnonzero(close)
        for block in (there[i : i + BLOCK] for i in range(0, len(there), BLOCK)):
            close[block] = _near(x[part[block, 0]], x[part[block, 1]], NEAR_WHOLE)
        alike[start : start + CHUNK] = close
    return alike


def _near(a: NDArray[np.number], b: NDArray[np.number], share: float) -> NDArray[np.bool_]:
    a, b = (part.reshape(len(part), -1).astype(np.float32) for part in (a, b))
    contrast = np.minimum(a.std(axis=1), b.std(axis=1))
    difference = np.sqrt(((a - b) ** 2).mean(axis=1))
    return np.asarray(difference <= share * contrast)
