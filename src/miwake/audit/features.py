"""Simple views: one number or a few numbers an example, from which a rule may guess the label."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.audit import image_features as image
from miwake.audit import sequence_features as sequence
from miwake.input_spec import Kind, kind_of

Batch = NDArray[np.float64]
Features = NDArray[np.float64]

BLOCK = 1_000_000  # numbers that are looked at together, so that they stay in the cache
SAMPLE = 2_000  # training examples that levels are taken from
MOST_COLUMNS = 20  # up to here each place of an example is a view of its own
LARGEST = 1e30  # beyond it squares and float32 could not hold a number
DISTINCT = 0.5  # share of different values from which numbers are taken for continuous


@dataclass(frozen=True)
class View:
    """One way to look at an example.

    Attributes:
        name: a stable identifier.
        compute: a batch, shape (n, length, channels) or (n, height, width, channels), to
            features, shape (n, k).
        gaps: whether the batch that it looks at is 1 where there is a finite number, else 0.
    """

    name: str
    compute: Callable[[Batch], Features]
    gaps: bool = False


def views_of(
    x: NDArray[Any], kind: Kind | None = None, columns: Sequence[str] = ()
) -> tuple[View, ...]:
    """The views that there are of examples like these.

    Args:
        x: examples for training, shape (n, ...); levels and edges are taken from them.
        kind: what one example is; by default what its shape says.
        columns: a name for the view of each number, where the examples are rows of a table.
    """
    kind = kind or kind_of(x.shape[1:])
    sample = x[:: max(1, len(x) // SAMPLE)]
    batch = np.nan_to_num(as_batch(sample, kind), posinf=0.0, neginf=0.0)
    found = [View(name, partial(_column, place=i)) for i, name in enumerate(_names(x, columns))]
    if kind == "image":
        found = list(_image(batch))
    elif not columns:
        found += [*_distribution(batch), *(_order(batch) if kind == "sequence" else ())]
    if x.dtype.kind == "f" and not np.isfinite(sample).all():
        found.append(View("missing_values", missing_values, gaps=True))
    if x.dtype.kind == "f" and not columns and _continuous(sample):
        found.append(View("last_bits", partial(last_bits, bits=np.finfo(x.dtype).nmant)))
    return tuple(found)


def _names(x: NDArray[Any], columns: Sequence[str]) -> Sequence[str]:
    """The names of single numbers that are views of their own: of a table, or of few numbers."""
    size = int(np.prod(x.shape[1:]))
    return columns or [f"column_{i + 1}" for i in range(size if size <= MOST_COLUMNS else 0)]


def features_of(
    views: Sequence[View], x: NDArray[Any], kind: Kind | None = None
) -> dict[str, Features]:
    """The features of examples in each view, by its name: shape (n, k), finite.

    Args:
        views: what to compute.
        x: examples, shape (n, ...).
        kind: what one example is; by default what its shape says.
    """
    rows = max(1, BLOCK // max(1, x[0].size))
    parts: dict[str, list[Features]] = {view.name: [] for view in views}
    for start in range(0, len(x), rows):
        batch = as_batch(x[start : start + rows], kind)
        present = np.isfinite(batch)
        if not present.all():
            batch[~present] = 0
        with np.errstate(all="ignore"):
            for view in views:
                looked_at = present.astype(np.float64) if view.gaps else batch
                parts[view.name].append(_finite(view.compute(looked_at)))
    return {name: np.concatenate(found) for name, found in parts.items()}


def as_batch(x: NDArray[Any], kind: Kind | None = None) -> Batch:
    """Examples as float64 with time, or height and width, first and channels last.

    Of a sequence of several channels the longer axis is time. What is neither a sequence nor an
    image is taken for a sequence of all its numbers.
    """
    kind, numbers = kind or kind_of(x.shape[1:]), x.astype(np.float64)
    if x.dtype == np.float64:
        np.clip(numbers, -LARGEST, LARGEST, out=numbers, where=np.isfinite(numbers))
    if kind == "image":
        return numbers if numbers.ndim == 4 else numbers[..., None]
    if kind == "sequence" and numbers.ndim == 3:
        return numbers if numbers.shape[1] >= numbers.shape[2] else numbers.swapaxes(1, 2)
    return numbers.reshape(len(x), -1, 1)


def last_bits(x: Batch, bits: int) -> Features:
    """The share of numbers whose significand ends in at least 1, 2, 3, 4, 6, 8, 12 zero bits.

    Args:
        x: examples whose numbers were floating-point numbers.
        bits: how many bits their significand has after the leading one.
    """
    numbers = x.reshape(len(x), -1)
    whole = np.abs(np.ldexp(np.frexp(numbers)[0], bits + 1)).astype(np.int64)
    ends = whole & -whole  # the lowest bit that is set
    found = [((ends >= 1 << zeros) & (whole > 0)).mean(axis=1) for zeros in (1, 2, 3, 4, 6, 8, 12)]
    return np.stack(found, axis=1)


def missing_values(present: Batch) -> Features:
    """How many numbers are missing, and which where there are few; x is 1 where there is one."""
    missing = 1 - present.reshape(len(present), -1)
    count = missing.sum(axis=1, keepdims=True)
    return np.concatenate([count, missing], axis=1) if missing.shape[1] <= MOST_COLUMNS else count


def _column(x: Batch, place: int) -> Features:
    return x.reshape(len(x), -1)[:, place : place + 1]


def _continuous(x: NDArray[Any]) -> bool:
    numbers = x[:SAMPLE].ravel()[:20_000]
    numbers = numbers[np.isfinite(numbers) & (numbers != 0)]
    return len(np.unique(numbers)) > DISTINCT * max(len(numbers), 100)


def _finite(features: Features) -> Features:
    """Numbers that float32 can hold, as the rules compute in it."""
    return np.clip(np.nan_to_num(features, nan=0.0), -LARGEST, LARGEST)


def _distribution(batch: Batch) -> Iterator[View]:
    if batch.shape[1] > 1:
        yield View("mean", sequence.mean)
        yield View("variance", sequence.variance)
        yield View("extremes", sequence.extremes)
        yield View("sorted_values", sequence.sorted_values)


def _order(batch: Batch) -> Iterator[View]:
    length = batch.shape[1]
    for lag in (1, 2, 3):
        if length >= lag + 2:
            yield View(f"lag{lag}_autocorrelation", partial(sequence.autocorrelation, lag=lag))
    if length < 3:
        return
    yield View("mean_absolute_difference", sequence.mean_absolute_difference)
    yield View("turning_points", sequence.turning_points)
    yield View("spectrum", sequence.spectrum)
    edges = sequence.level_edges(batch, sequence.PAIR_LEVELS)
    yield View("pairs", partial(sequence.pairs, edges=edges))
    edges = sequence.level_edges(batch, sequence.TRIPLE_LEVELS)
    yield View("triples", partial(sequence.triples, edges=edges))
    yield View("first_value", sequence.first_value)
    yield View("last_value", sequence.last_value)
    yield View("position_of_maximum", sequence.position_of_maximum)


def _image(batch: Batch) -> Iterator[View]:
    yield View("brightness", image.brightness)
    yield View("middle_brightness", image.middle_brightness)
    if batch.shape[3] > 1:
        yield View("colour", image.colour)
    yield View("contrast", image.contrast)
    yield View("histogram", partial(image.histogram, low=batch.min(), high=batch.max()))
    yield View("border_pixels", image.border_pixels)
    yield View("corner_pixels", image.corner_pixels)
    yield View("sharpness", image.sharpness)
