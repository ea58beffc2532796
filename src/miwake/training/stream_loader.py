"""Load examples that come while a training runs, epoch by epoch, as blocks of batches."""

import contextlib
import queue
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Stream
from miwake.runtime.signals import stop_at_once
from miwake.training.batches import Block, Tree, in_keras_precision, steps_of_a_block

READY_BYTES = 32 * 2**20  # of blocks that wait for the program, while the next are read


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
            ordered = self._read_ahead(blocks, steps) if self.stream.reads_ahead else blocks
            with closing(ordered):  # the thread ends before what it reads is closed
                for _ in range(first, last):
                    yield self._epoch(ordered)

    def _read_ahead(self, blocks: Iterator[Block], steps: int) -> Generator[Block, None, None]:
        block = steps * self.size * sum(array.nbytes for array in self.first)
        return _read_ahead(blocks, self.stream, max(2, READY_BYTES // block))

    def _epoch(self, blocks: Iterator[Block]) -> Iterator[Block]:
        done = 0
        while done < self.steps:
            started = time.perf_counter()
            block, count = next(blocks)
            self.wait_seconds += time.perf_counter() - started
            done += count
            yield block, count


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
    for arrays in pieces:
        piece = [in_keras_precision(array) for array in arrays]
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


def _read_ahead(blocks: Iterator[Block], stream: Stream, most: int) -> Generator[Block, None, None]:
    """The same blocks, made in a thread that is a few of them ahead."""
    ready: queue.Queue[Any] = queue.Queue(most)
    stopped = threading.Event()

    def put(item: Any) -> None:
        while not stopped.is_set():
            with contextlib.suppress(queue.Full):
                ready.put(item, timeout=0.1)
                return

    def read() -> None:
        try:
            for block in blocks:
                put(block)
                if stopped.is_set():
                    return
            put(None)
        except BaseException as error:  # noqa: BLE001  it is raised where the training can be told
            put(error)

    thread = threading.Thread(target=read, name="miwake-reads-ahead", daemon=True)
    thread.start()
    try:
        while (item := _next(ready)) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stopped.set()
        stream.stop()
        thread.join()


def _next(ready: queue.Queue[Any]) -> Any:
    with stop_at_once():
        return ready.get()
