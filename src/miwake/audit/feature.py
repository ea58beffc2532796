"""Feature: a few numbers of an example, from which a small rule may guess its label."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.input_spec import Kind

Batch = NDArray[np.float64]
Features = NDArray[np.float64]


@dataclass(frozen=True)
class Feature:
    """One simple view of an example. A new one is added to its file's tuple and the catalogue.

    Attributes:
        name: a stable identifier, in JSON the value of `view`.
        compute: takes a batch, shape (n, length, channels) or (n, height, width, channels), and
            returns features, shape (n, k).
        kinds: the kinds of examples that it is computed for.
        least: the length, or height, that examples must have.
        channels: how many channels they must have.
        fit: takes a batch of training examples and returns further arguments of `compute`.
        clue: of an image, its place among the causes that are named first; the simplest is 0.
        edge: whether it sees the edge of an image alone.
        gaps: whether its batch is 1 where there is a finite number, else 0.
    """

    name: str
    compute: Callable[..., Features]
    kinds: tuple[Kind, ...] = ()
    least: int = 1
    channels: int = 1
    fit: Callable[[Batch], Mapping[str, Any]] | None = None
    clue: int = 0
    edge: bool = False
    gaps: bool = False

    def applies_to(self, batch: Batch, kind: Kind) -> bool:
        """Tell whether it can be computed for examples like these."""
        large = batch.shape[1] >= self.least and batch.shape[-1] >= self.channels
        return kind in self.kinds and large

    def fitted(self, batch: Batch) -> "Feature":
        """Return the feature with what it takes from training examples, such as its levels."""
        if self.fit is None:
            return self
        return replace(self, compute=partial(self.compute, **self.fit(batch)), fit=None)
