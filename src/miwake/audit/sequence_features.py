"""Features of sequences: batches of shape (n, length, channels) to features of shape (n, k)."""

from collections.abc import Callable
from functools import partial

import numpy as np

from miwake.audit.feature import Batch, Feature, Features
from miwake.input_spec import Kind

BANDS = 16  # of the spectrum
RANKS = 32  # of the sorted values
PAIR_LEVELS, TRIPLE_LEVELS = 8, 4


def mean(x: Batch) -> Features:
    """The mean of each channel."""
    return x.mean(axis=1)


def variance(x: Batch) -> Features:
    """The variance of each channel, divided by its length."""
    return x.var(axis=1)


def extremes(x: Batch) -> Features:
    """The smallest and the largest value of each channel."""
    return np.concatenate([x.min(axis=1), x.max(axis=1)], axis=1)


def sorted_values(x: Batch) -> Features:
    """The values of each channel by size, up to RANKS of them, evenly taken."""
    ranks = np.unique(np.linspace(0, x.shape[1] - 1, RANKS).round().astype(int))
    return np.sort(x, axis=1)[:, ranks].reshape(len(x), -1)


def autocorrelation(x: Batch, lag: int) -> Features:
    """The correlation of each channel with itself `lag` steps later; 0 where it is constant."""
    apart = x - x.mean(axis=1, keepdims=True)
    power = np.einsum("nlc,nlc->nc", apart, apart) / x.shape[1]
    product = np.einsum("nlc,nlc->nc", apart[:, :-lag], apart[:, lag:]) / (x.shape[1] - lag)
    return np.divide(product, power, out=np.zeros_like(product), where=power > 0)


def mean_absolute_difference(x: Batch) -> Features:
    """The mean size of a step from one value to the next."""
    return np.abs(np.diff(x, axis=1)).mean(axis=1)


def turning_points(x: Batch) -> Features:
    """The share of inner values that are above both neighbours, or below both."""
    step = np.diff(x, axis=1)
    return (step[:, 1:] * step[:, :-1] < 0).mean(axis=1)


def spectrum(x: Batch) -> Features:
    """The share of each channel's power, without the mean, in up to BANDS bands of frequency."""
    power = np.abs(np.fft.rfft(x - x.mean(axis=1, keepdims=True), axis=1)[:, 1:]) ** 2
    starts = np.unique(np.linspace(0, power.shape[1], BANDS, endpoint=False).astype(int))
    bands = np.add.reduceat(power, starts, axis=1)
    whole = bands.sum(axis=1, keepdims=True)
    shares = np.divide(bands, whole, out=np.zeros_like(bands), where=whole > 0)
    return shares.reshape(len(x), -1)


def first_value(x: Batch) -> Features:
    """The first value of each channel."""
    return x[:, 0]


def last_value(x: Batch) -> Features:
    """The last value of each channel."""
    return x[:, -1]


def position_of_maximum(x: Batch) -> Features:
    """Where the largest value of each channel stands, counted from 0."""
    return x.argmax(axis=1).astype(np.float64)


def pairs(x: Batch, edges: Batch) -> Features:
    """How often a value of one level is followed by a value of another: a 2-D histogram.

    Args:
        x: examples.
        edges: what parts the levels of each channel, shape (levels - 1, channels).
    """
    return _runs(x, edges, 2)


def triples(x: Batch, edges: Batch) -> Features:
    """How often three neighbours have these levels: a 3-D histogram; edges as for `pairs`."""
    return _runs(x, edges, 3)


def level_edges(x: Batch, levels: int) -> Batch:
    """What parts the values of each channel into levels of equal size, (levels - 1, channels)."""
    shares = np.arange(1, levels) / levels
    return np.quantile(x.reshape(-1, x.shape[-1]), shares, axis=0)


def _runs(x: Batch, edges: Batch, length: int) -> Features:
    levels, (n, steps, channels) = len(edges) + 1, x.shape
    count = levels**length
    counts = []
    for channel in range(channels):
        level = np.searchsorted(edges[:, channel], x[:, :, channel], side="right")
        code = np.arange(n)[:, None]
        for i in range(length):
            code = code * levels + level[:, i : steps - length + 1 + i]
        counts.append(np.bincount(code.ravel(), minlength=n * count).reshape(n, count))
    return np.concatenate(counts, axis=1) / (steps - length + 1)


def _edges(levels: int) -> Callable[[Batch], dict[str, Batch]]:
    return lambda batch: {"edges": level_edges(batch, levels)}


_ANY: tuple[Kind, ...] = ("sequence", "vector", "volume")
_ORDERED: tuple[Kind, ...] = ("sequence",)
SEQUENCE_FEATURES = (
    Feature("mean", mean, _ANY, least=2),
    Feature("variance", variance, _ANY, least=2),
    Feature("extremes", extremes, _ANY, least=2),
    Feature("sorted_values", sorted_values, _ANY, least=2),
    *(
        Feature(f"lag{n}_autocorrelation", partial(autocorrelation, lag=n), _ORDERED, least=n + 2)
        for n in (1, 2, 3)
    ),
    Feature("mean_absolute_difference", mean_absolute_difference, _ORDERED, least=3),
    Feature("turning_points", turning_points, _ORDERED, least=3),
    Feature("spectrum", spectrum, _ORDERED, least=3),
    Feature("pairs", pairs, _ORDERED, least=3, fit=_edges(PAIR_LEVELS)),
    Feature("triples", triples, _ORDERED, least=3, fit=_edges(TRIPLE_LEVELS)),
    Feature("first_value", first_value, _ORDERED, least=3),
    Feature("last_value", last_value, _ORDERED, least=3),
    Feature("position_of_maximum", position_of_maximum, _ORDERED, least=3),
)
