"""Load what a training goes through, epoch by epoch, as blocks of batches."""

import contextlib
import queue
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset, Stream
from miwake.runtime.signals import stop_at_once
from miwake.training.batches import (
    Batches,
    Tree,
    batches_of,
    epoch_order,
    in_keras_precision,
    steps_of_a_block,
)

READY_BYTES = 32 * 2**20  # of blocks that wait for the program, while the next are read
Block = tuple[Tree, int]


class ArrayLoader:
    """Load arrays in memory, in the order of `epoch_order`; without a seed as they lie.

    Attributes:
        first: one example, for a network to be built by.
        n: examples an epoch.
        size: examples a batch.
        steps: batches an epoch.
        wait_seconds: that the training waited for blocks.
        must_sync: True where a training has to finish a block before it asks for the next, so
            that `wait_seconds` is its own time alone.
    """

    def __init__(self, batches: Batches, seed: int | None = None) -> None:
        self.batches, self.seed = batches, seed
        self.first = batches.first
        self.n, self.size, self.steps = batches.n, batches.size, batches.steps
        self.wait_seconds, self.must_sync = 0.0, False

    def epochs(self, first: int, last: int) -> Generator[Iterator[Block], None, None]:
        """Yield the blocks of these epochs, each made while the program works on the one before."""
        for epoch in range(first, last):
            seed = self.seed
            order = np.arange(self.n) if seed is None else epoch_order(self.n, seed, epoch)
            yield _made_ahead(self.batches.blocks(order))


class StreamLoader:
    """Load examples that come while the training runs, put together in a thread where that helps.

    It has the attributes of an ArrayLoader.

    Args:
        stream: where they come from.
        size: examples a batch.
        seed: decides their order.
    """

    def __init__(self, stream: Stream, size: int, seed: int) -> None:
        self.stream, self.size, self.seed = stream, size, seed
        self.first = tuple(in_keras_precision(array) for array in stream.first)
        self.n, self.steps = stream.count, -(-stream.count // size)
        self.wait_seconds, self.must_sync = 0.0, True

    def epochs(self, first: int, last: int) -> Generator[Iterator[Block], None, None]:
        """Yield the blocks of these epochs, each awaited when the program has nothing to do."""
        steps = steps_of_a_block(self.size, self.first)
        with closing(self.stream.pieces(first, last, self.seed)) as pieces:
            blocks = _blocks(pieces, self.first, self.n, self.size, steps)
            made = self._read_ahead(blocks, steps) if self.stream.reads_ahead else blocks
            with closing(made):  # the thread ends before what it reads is closed
                for _ in range(first, last):
                    yield self._epoch(made)

    def _read_ahead(self, blocks: Iterator[Block], steps: int) -> Generator[Block, None, None]:
        block = steps * self.size * sum(array.nbytes for array in self.first)
        return _read_ahead(blocks, self.stream, max(2, READY_BYTES // block))

    def _epoch(self, made: Iterator[Block]) -> Iterator[Block]:
        done = 0
        while done < self.steps:
            started = time.perf_counter()
            block, count = next(made)
            self.wait_seconds += time.perf_counter() - started
            done += count
            yield block, count


Loader = ArrayLoader | StreamLoader


def make_loader(data: Dataset, size: int, seed: int) -> Loader:
    """Make the loader of a training on a dataset, in the order that the seed decides."""
    if data.stream is not None:
        return StreamLoader(data.stream, size, seed)
    return ArrayLoader(batches_of(data.x_train, data.y_train, size), seed)


def _made_ahead(made: Iterator[Block]) -> Iterator[Block]:
    """Make the next block while the program works on the one before."""
    ahead = next(made)
    for block in made:
        yield ahead
        ahead = block
    yield ahead


def _blocks(
    pieces: Iterator[tuple[NDArray[Any], ...]],
    first: tuple[Tree, ...],
    n: int,
    size: int,
    steps: int,
) -> Generator[Block, None, None]:
    """Examples as they come, in blocks like those of arrays in memory; epochs don't mix."""
    left, most, filled = n, steps * size, 0
    room: list[NDArray[Any]] = []
    for found in pieces:
        piece = [in_keras_precision(array) for array in found]
        start = 0
        while start < len(piece[0]):
            whole = left // size * size or left  # what is no whole batch is a block of its own
            take = min(len(piece[0]) - start, most - filled, whole - filled)
            part = [array[start : start + take] for array in piece]
            if take == most:  # a whole block as it is
                room = part
            else:
                room = room if filled else _room(first, most)
                for place, array in zip(room, part, strict=True):
                    place[filled : filled + take] = array
            start, filled = start + take, filled + take
            if filled == min(most, whole):
                yield _block(room, filled, size, steps), -(-filled // size)
                left, filled = left - filled or n, 0


def _room(first: tuple[Tree, ...], examples: int) -> list[NDArray[Any]]:
    return [np.empty((examples, *array.shape[1:]), array.dtype) for array in first]


def _block(room: list[NDArray[Any]], filled: int, size: int, steps: int) -> Tree:
    if filled < size:
        return tuple(array[None, :filled] for array in room)
    return tuple(array.reshape(steps, size, *array.shape[1:]) for array in room)


def _read_ahead(made: Iterator[Block], stream: Stream, most: int) -> Generator[Block, None, None]:
    """The same blocks, made in a thread that is a few of them ahead."""
    ready: queue.Queue[Any] = queue.Queue(most)
    stopped = threading.Event()

    def put(found: Any) -> None:
        while not stopped.is_set():
            with contextlib.suppress(queue.Full):
                ready.put(found, timeout=0.1)
                return

    def read() -> None:
        try:
            for block in made:
                put(block)
                if stopped.is_set():
                    return
            put(None)
        except BaseException as error:  # noqa: BLE001  it is raised where the training can be told
            put(error)

    thread = threading.Thread(target=read, name="miwake-reads-ahead", daemon=True)
    thread.start()
    try:
        while (found := _next(ready)) is not None:
            if isinstance(found, BaseException):
                raise found
            yield found
    finally:
        stopped.set()
        stream.stop()
        thread.join()


def _next(ready: queue.Queue[Any]) -> Any:
    with stop_at_once():
        return ready.get()
