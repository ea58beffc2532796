"""Again: the trainings that differ from one that was done in their seeds alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.training.compiled_step import Program
from miwake.training.loader import feed_of
from miwake.training.networks import build
from miwake.training.predict import answers_of
from miwake.training.replicate import train_again


@dataclass(frozen=True)
class Again:
    """A training that was done, and what it takes to do it from other seeds.

    Attributes:
        data: what it was done on.
        network: its name.
        model: the trained network.
        program: the compiled training; None where there is none to use again.
        epochs: how often it went through all examples.
        batch_size: examples a step.
    """

    data: Dataset
    network: str
    model: Any
    program: Program | None
    epochs: int
    batch_size: int

    def answers(self, seeds: Sequence[int]) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Each seed with what its network answers to the test examples."""
        data = self.data
        states = train_again(
            lambda seed: build(self.network, data, seed),
            self.program,
            lambda seed: feed_of(data, self.batch_size, seed),
            self.epochs,
            seeds,
        )
        for seed, state in zip(seeds, states, strict=True):
            yield seed, answers_of(self.model, data.x_test, data.classes, state)
