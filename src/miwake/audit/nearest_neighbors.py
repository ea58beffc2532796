"""Near copies: examples far nearer to each other than neighbours in the same data are."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.stats.significance_tests import binomial_test

DIRECTIONS = 6  # onto which examples are projected to find neighbours quickly
MAX_NUMBERS = 200  # numbers of an example, drawn at random, that are projected
MAX_COMPARED = 10_000  # examples of each part whose neighbours are looked for
BLOCK = 500_000  # numbers that are measured together, so that they stay in the cache
LARGEST = 1e15  # beyond it float32 could not hold a sum of squares
MAX_RATIO = 0.3  # of the distance to the other neighbour: nothing further away is a copy
MAX_DIMENSIONS = 100.0  # more make no difference
CAUTION = 1.5  # by which the dimensions may vary in places
FAR, LIMITS = 20, 6  # the other neighbour behind several twins; limits that are tried
LEAF = 48  # points that a tree holds together; with fewer, 20 neighbours take longer
ALPHA = 0.001  # how rare an excess of near copies must be to be more than luck

Indices = NDArray[np.intp]
Floats = NDArray[Any]


def find_near_pairs(
    data: Dataset, train: Indices, test: Indices, seed: int = 0
) -> tuple[tuple[int, int], ...]:
    """Find pairs of examples that are far nearer to each other than neighbours in this data are.

    The measure is the distance to the nearest training example over that to the second nearest.
    The threshold is half of what one in a thousand of the training examples undercuts, and even
    so the test part must have more of them than the training part has by itself.

    An example that has several twins in the training part has near ones in both places. Those are
    found by the distance to the nearest over that to the FAR-th: below a threshold there are more
    of them than up to its double, against how many there are where examples are spread out in as
    many dimensions as neighbours further away tell, or somewhat fewer.

    Args:
        data: examples.
        train: indices of the training examples to compare with, all different.
        test: indices of test examples that are no exact copies.
        seed: decides which examples are compared, where there are many.

    Returns:
        pairs (index in test, index in train).

    Source:
        the ratio of distances: D. G. Lowe, Int. J. Comput. Vis. 60, 91 (2004), section 7.1.
    """
    if len(train) < 4 or len(test) == 0:
        return ()
    from scipy.spatial import cKDTree

    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(4, 0)))
    metric = _Metric(data, rng)
    points = metric.project(data.x_train, train)
    tree = cKDTree(points, LEAF)
    own = rng.permutation(len(train))[:MAX_COMPARED]
    test = rng.permutation(test)[:MAX_COMPARED]
    own_neighbours = _others(own, _nearest(tree, points[own], 3))
    own_first, own_second = metric.distances(data.x_train, train[own], train[own_neighbours])
    places = [0, 1, FAR // 2 - 1, FAR - 1] if len(train) > FAR else [0, 1]
    neighbours = _nearest(tree, metric.project(data.x_test, test), places[-1] + 1)[:, places]
    first, second, *farther = metric.distances(data.x_test, test, train[neighbours])
    near = _nearer_than_in_training(_ratio(first, second), _ratio(own_first, own_second))
    if farther:
        halfway, far = farther
        nearer = np.minimum(first, second)
        near |= _apart_from_the_rest(_ratio(nearer, far), _ratio(halfway, far))
    nearest = train[np.where(first <= second, *neighbours.T[:2])]
    return tuple(sorted(zip(test[near].tolist(), nearest[near].tolist(), strict=True)))


def _nearer_than_in_training(ratio: Floats, own_ratio: Floats) -> NDArray[np.bool_]:
    """Tell which ratios are lower than those among training examples, if more are than by luck."""
    limit = min(MAX_RATIO, float(np.quantile(own_ratio, 0.001)) / 2)
    near = ratio < limit
    count, own_count = int(near.sum()), int((own_ratio < limit).sum())
    share = len(ratio) / (len(ratio) + len(own_ratio))
    is_luck = not count or binomial_test(count, count + own_count, share) >= ALPHA
    return np.zeros_like(near) if is_luck else near


def _apart_from_the_rest(ratio: Floats, halfway: Floats) -> NDArray[np.bool_]:
    """Tell which ratios lie below a gap: at the highest limit with more below than up to twice it.

    Args:
        ratio: the distance to the nearest over that to the FAR-th.
        halfway: the same of the neighbour halfway there, within which half of the volume lies.
    """
    middle = float(np.clip(np.median(halfway), 1e-6, 1 - 1e-6))
    dimensions = min(MAX_DIMENSIONS, float(np.log(0.5) / np.log(middle)) / CAUTION)
    for limit in MAX_RATIO / 2.0 ** np.arange(LIMITS):
        below, within = int((ratio < limit).sum()), int((ratio < 2 * limit).sum())
        chance = _share_below(limit**dimensions) / _share_below((2 * limit) ** dimensions)
        if binomial_test(below, within, chance) < ALPHA / LIMITS:
            return np.asarray(ratio < limit)
    return np.zeros(len(ratio), bool)


def _share_below(volume: float) -> float:
    """How often one of FAR - 1 even points in a ball lies in such a share of its volume."""
    return float(-np.expm1((FAR - 1) * np.log1p(-volume)))


def _nearest(tree: Any, points: Floats, count: int) -> Indices:
    """Return the indices of the `count` nearest in a tree for each of some points, (n, count)."""
    # A stop here would free what SciPy's own threads are still writing into.
    with ThreadPoolExecutor(1) as pool:
        _, indices = pool.submit(tree.query, points, k=count, workers=-1).result()
    return np.asarray(indices)


def _others(own: Indices, neighbours: Indices) -> Indices:
    """Return the first two of three neighbours that are not the example itself."""
    itself = neighbours == own[:, None]
    itself[~itself.any(axis=1), -1] = True
    return np.asarray(neighbours[~itself].reshape(-1, 2))


def _ratio(one: Floats, other: Floats) -> Floats:
    """Return the smaller of two distances over the larger; 1 where both are 0."""
    far = np.maximum(one, other)
    return np.divide(np.minimum(one, other), far, out=np.ones_like(far), where=far > 0)


class _Metric:
    """Measures distances; each number of an example weighs the same, but pixels as they are."""

    def __init__(self, data: Dataset, rng: np.random.Generator) -> None:
        self.x_train = data.x_train
        self.size = int(np.prod(data.shape))
        sample = data.x_train[:: max(1, len(data.x_train) // 1000)]
        numbers = np.nan_to_num(sample.reshape(len(sample), -1).astype(np.float64))
        numbers = numbers.clip(-LARGEST, LARGEST)
        spread = numbers.std(axis=0)
        spread[(spread < 1 / LARGEST) | (data.kind == "image")] = 1
        self.middle = numbers.mean(axis=0).astype(np.float32)
        self.scale = (1 / spread).astype(np.float32)
        drawn = np.sort(rng.permutation(self.size)[:MAX_NUMBERS])
        self.directions = rng.normal(size=(len(drawn), DIRECTIONS)).astype(np.float32)
        self.drawn = drawn if len(drawn) < self.size else slice(None)  # which takes no copy

    def rows(self, x: NDArray[Any], indices: Indices, drawn: Any = slice(None)) -> Floats:
        """Return examples, or the numbers drawn of them, scaled, shape (n, size)."""
        numbers = x.reshape(len(x), -1)[indices][:, drawn]
        if x.dtype.kind == "f":
            if not np.isfinite(numbers).all():
                numbers = np.nan_to_num(numbers, posinf=0.0, neginf=0.0)
            np.clip(numbers, -LARGEST, LARGEST, out=numbers)
        scaled: Floats = numbers.astype(np.float32) - self.middle[drawn]
        scaled *= self.scale[drawn]
        if x.dtype.kind == "f":
            np.clip(scaled, -LARGEST, LARGEST, out=scaled)
        return scaled

    def project(self, x: NDArray[Any], indices: Indices) -> Floats:
        """Project examples to few dimensions, (n, DIRECTIONS); it roughly keeps distances."""
        parts = [self.rows(x, p, self.drawn) @ self.directions for p in self._blocks(indices)]
        return np.concatenate(parts)

    def distances(self, x: NDArray[Any], indices: Indices, neighbours: Indices) -> Floats:
        """Measure how far examples are from training examples, shape (k, n).

        Args:
            x: the part of the data that holds the examples.
            indices: where in it, shape (n,).
            neighbours: indices of the training examples, shape (n, k).
        """
        parts = []
        for block, near in zip(self._blocks(indices), self._blocks(neighbours), strict=True):
            rows = self.rows(x, block)
            apart = [np.linalg.norm(rows - self.rows(self.x_train, n), axis=1) for n in near.T]
            parts.append(np.stack(apart))
        return np.concatenate(parts, axis=1)

    def _blocks(self, indices: Indices) -> list[Indices]:
        rows = max(1, BLOCK // self.size)
        return [indices[start : start + rows] for start in range(0, len(indices), rows)]
