"""Repeated: what the same training gives from several seeds."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Repeated:
    """A figure of several trainings that differ in their seeds alone.

    Attributes:
        figure: which one, as the command line's JSON calls it: test_accuracy, or test_r2.
        n: how many trainings.
        mean: their mean.
        sd: their standard deviation, with n - 1; 0 for one.
        min, max: the lowest and the highest.
        seeds: of each.
        values: of each.
    """

    figure: str
    n: int
    mean: float
    sd: float
    min: float
    max: float
    seeds: tuple[int, ...]
    values: tuple[float, ...]

    @classmethod
    def of(cls, figure: str, seeds: Sequence[int], values: Sequence[float]) -> "Repeated":
        """From the figure of each training."""
        array = np.asarray(values, np.float64)
        sd = float(array.std(ddof=1)) if len(array) > 1 else 0.0
        ends = float(array.min()), float(array.max())
        return cls(figure, len(array), float(array.mean()), sd, *ends, (*seeds,), (*values,))

    def as_json(self) -> dict[str, Any]:
        """The figures under the keys of the command line's JSON."""
        return asdict(self)
