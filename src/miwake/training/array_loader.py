"""Load arrays in memory, epoch by epoch, as blocks of batches."""

from collections.abc import Generator, Iterator
from typing import Literal

import numpy as np

from miwake.training.batches import Batches, Block, batch_order, epoch_order


class ArrayLoader:
    """Load arrays in memory, in the order of `epoch_order`; without a seed as they lie.

    Args:
        batches: the arrays.
        seed: decides the orders.
        shuffle: whether the seed decides about all examples, or "batch" for those inside a batch.

    Attributes:
        first: one example, for a network to be built by.
        n: examples an epoch.
        size: examples a batch.
        steps: batches an epoch.
        wait_seconds: that the training waited for blocks.
        must_sync: True where a training has to finish a block before it asks for the next, so
            that `wait_seconds` is its own time alone.
    """

    def __init__(
        self,
        batches: Batches,
        seed: int | None = None,
        shuffle: Literal[True, "batch"] = True,
    ) -> None:
        self.batches, self.seed, self.shuffle = batches, seed, shuffle
        self.first = batches.first
        self.n, self.size, self.steps = batches.n, batches.size, batches.steps
        self.wait_seconds, self.must_sync = 0.0, False

    def epochs(self, first: int, last: int) -> Generator[Iterator[Block], None, None]:
        """Yield the blocks of these epochs, each made while the program works on the one before."""
        for epoch in range(first, last):
            if self.seed is None:
                order = np.arange(self.n)
            elif self.shuffle == "batch":
                order = batch_order(self.n, self.size, self.seed, epoch)
            else:
                order = epoch_order(self.n, self.seed, epoch)
            yield _one_ahead(self.batches.blocks(order))


def _one_ahead(blocks: Iterator[Block]) -> Iterator[Block]:
    """Make the next block while the program works on the one before."""
    ahead = next(blocks)
    for block in blocks:
        yield ahead
        ahead = block
    yield ahead
