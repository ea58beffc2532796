"""The features of a dataset's examples: which there are, and their values."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.audit.feature import Batch, Feature, Features
from miwake.audit.image_features import IMAGE_FEATURES
from miwake.audit.sequence_features import SEQUENCE_FEATURES
from miwake.input_spec import Kind, kind_of

BLOCK = 1_000_000  # numbers that are looked at together, so that they stay in the cache
SAMPLE = 2_000  # training examples that levels are taken from
MOST_COLUMNS = 20  # up to here each number of an example is a feature of its own
LARGEST = 1e30  # beyond it squares and float32 could not hold a number
DISTINCT = 0.5  # share of different values from which numbers are taken for continuous


def features_for(
    x: NDArray[Any], kind: Kind | None = None, columns: Sequence[str] = ()
) -> tuple[Feature, ...]:
    """Choose the features for examples like these.

    Args:
        x: examples for training, shape (n, ...); levels and edges are taken from them.
        kind: what one example is; by default what its shape says.
        columns: a name for the feature of each number, where the examples are rows of a table.
    """
    kind = kind or kind_of(x.shape[1:])
    sample = x[:: max(1, len(x) // SAMPLE)]
    batch = np.nan_to_num(as_batch(sample, kind), posinf=0.0, neginf=0.0)
    usual = () if columns else (*SEQUENCE_FEATURES, *IMAGE_FEATURES)
    chosen = [feature.fitted(batch) for feature in usual if feature.applies_to(batch, kind)]
    if kind != "image":
        chosen = [*_columns(x, columns), *chosen]
    if x.dtype.kind == "f" and not np.isfinite(sample).all():
        chosen.append(Feature("missing_values", missing_values, gaps=True))
    if x.dtype.kind == "f" and not columns and _continuous(sample):
        chosen.append(Feature("last_bits", partial(last_bits, bits=np.finfo(x.dtype).nmant)))
    return tuple(chosen)


def compute_features(
    features: Sequence[Feature], x: NDArray[Any], kind: Kind | None = None
) -> dict[str, Features]:
    """Compute each feature of some examples: by its name, finite numbers of shape (n, k).

    Args:
        features: what to compute.
        x: examples, shape (n, ...).
        kind: what one example is; by default what its shape says.
    """
    rows = max(1, BLOCK // max(1, x[0].size))
    parts: dict[str, list[Features]] = {feature.name: [] for feature in features}
    for start in range(0, len(x), rows):
        batch = as_batch(x[start : start + rows], kind)
        present = np.isfinite(batch)
        if not present.all():
            batch[~present] = 0
        with np.errstate(all="ignore"):
            for feature in features:
                numbers = present.astype(np.float64) if feature.gaps else batch
                parts[feature.name].append(_finite(feature.compute(numbers)))
    return {name: np.concatenate(blocks) for name, blocks in parts.items()}


def as_batch(x: NDArray[Any], kind: Kind | None = None) -> Batch:
    """Return examples as float64 with time, or height and width, first and channels last.

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

    Zeros, and a number that begins or ends an example repeatedly, are left out: padding is no way
    of computing.

    Args:
        x: examples whose numbers were floating-point numbers.
        bits: how many bits their significand has after the leading one.
    """
    steps = x.reshape(len(x), -1, x.shape[-1])
    padded = _repeated(steps) | _repeated(steps[:, ::-1])[:, ::-1]
    numbers = np.where(padded, 0, steps).reshape(len(x), -1)
    whole = np.abs(np.ldexp(np.frexp(numbers)[0], bits + 1)).astype(np.int64)
    ends = whole & -whole  # the lowest bit that is set
    counts = np.maximum((whole > 0).sum(axis=1), 1)
    ending = [((ends >= 1 << zeros) & (whole > 0)).sum(axis=1) for zeros in (1, 2, 3, 4, 6, 8, 12)]
    return np.asarray(np.stack(ending, axis=1) / counts[:, None])


def _repeated(steps: Batch) -> NDArray[np.bool_]:
    """Which steps repeat the first one without a break, itself included."""
    alike = np.logical_and.accumulate(steps == steps[:, :1], axis=1)
    return np.asarray(alike & (alike.sum(axis=1, keepdims=True) > 1))


def missing_values(present: Batch) -> Features:
    """How many numbers are missing, and which where there are few; x is 1 where there is one."""
    missing = 1 - present.reshape(len(present), -1)
    count = missing.sum(axis=1, keepdims=True)
    return np.concatenate([count, missing], axis=1) if missing.shape[1] <= MOST_COLUMNS else count


def _columns(x: NDArray[Any], names: Sequence[str]) -> list[Feature]:
    """Single numbers that are features of their own: of a table, or where there are few."""
    size = int(np.prod(x.shape[1:]))
    names = names or [f"column_{i + 1}" for i in range(size if size <= MOST_COLUMNS else 0)]
    return [Feature(name, partial(_column, index=i)) for i, name in enumerate(names)]


def _column(x: Batch, index: int) -> Features:
    return x.reshape(len(x), -1)[:, index : index + 1]


def _continuous(x: NDArray[Any]) -> bool:
    numbers = x[:SAMPLE].ravel()[:20_000]
    numbers = numbers[np.isfinite(numbers) & (numbers != 0)]
    return len(np.unique(numbers)) > DISTINCT * max(len(numbers), 100)


def _finite(features: Features) -> Features:
    """Numbers that float32 can hold, as the rules compute in it."""
    return np.clip(np.nan_to_num(features, nan=0.0), -LARGEST, LARGEST)
