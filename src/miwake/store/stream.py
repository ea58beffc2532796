"""Streaming: a written dataset goes through a training chunk by chunk, shuffled on two levels."""

from collections.abc import Generator, Iterator

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Examples
from miwake.store.read import StoreReader

WINDOW_BYTES = 40 * 2**20  # of examples that are shuffled with each other, and of what is read
COPIES = 4  # of the chunk that is read: as it lies on disk, checked, unpacked, in its place
WINDOW_CHUNKS = 4  # at least, so that what was written together does not stay together
SAMPLE_BYTES = 32 * 2**20
SEEN = 10_000
STREAM = 6  # of the seed, apart from those that examples and other orders come from

Piece = tuple[NDArray[np.generic], NDArray[np.generic]]


class StoredStream:
    """The examples for training of a written dataset; as much memory whatever its size.

    The order of an epoch is drawn on two levels: that of the chunks, and that of the examples
    within a window of several chunks.

    Args:
        store: the dataset.
        count: how many examples of it to use, from the first; by default all.
    """

    fresh = False
    reads_ahead = True

    def __init__(self, store: StoreReader, count: int | None = None) -> None:
        self.store = store
        self.count = store.train if count is None else count
        chunk = store.chunk * bytes_of(store)
        self.window = max(WINDOW_CHUNKS, WINDOW_BYTES // chunk - COPIES)
        self.sample = self._sample(max(1, SAMPLE_BYTES // chunk))
        self._stopped = False

    @property
    def chunks(self) -> int:
        """How many chunks an epoch goes through."""
        return -(-self.count // self.store.chunk)

    @property
    def first(self) -> Piece:
        """One example."""
        return self.sample.x[:1], self.sample.y[:1]

    def order(self, epoch: int, seed: int) -> NDArray[np.int64]:
        """The places of all examples in the order of an epoch, shape (count,)."""
        parts = [
            np.concatenate([np.arange(*self._span(number)) for number in window])[within]
            for window, within in self._windows(epoch, seed)
        ]
        return np.concatenate(parts)

    def pieces(self, first: int, last: int, seed: int) -> Generator[Piece, None, None]:
        """The examples of epochs `first` up to, not with, `last`, window by window.

        Raises:
            DataError: a chunk is missing or damaged.
        """
        self._stopped = False
        for epoch in range(first, last):
            for window, within in self._windows(epoch, seed):
                x = np.empty((len(within), *self.store.shape), self.store.dtype)
                y = np.empty(len(within), self.sample.y.dtype)
                to = np.empty_like(within)  # where each example of the window goes
                to[within] = np.arange(len(within))
                start = 0
                for number in window:
                    if self._stopped:
                        return
                    chunk = self._read(number)
                    places = to[start : start + len(chunk.y)]
                    x[places], y[places] = chunk.x, chunk.y
                    start += len(chunk.y)
                yield x, y

    def stop(self) -> None:
        """End what is under way."""
        self._stopped = True

    def trained_examples(self) -> Piece:
        """Some of its examples; all of them were trained on."""
        return self.sample.x[:SEEN], self.sample.y[:SEEN]

    def _windows(self, epoch: int, seed: int) -> Iterator[tuple[list[int], NDArray[np.int64]]]:
        """The chunks of each window, and the order of the examples within it."""
        rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(STREAM, epoch)))
        chunks = rng.permutation(self.chunks).tolist()
        for start in range(0, self.chunks, self.window):
            window = chunks[start : start + self.window]
            n = sum(stop - begin for begin, stop in map(self._span, window))
            yield window, rng.permutation(n)

    def _span(self, number: int) -> tuple[int, int]:
        start = number * self.store.chunk
        return start, min(start + self.store.chunk, self.count)

    def _read(self, number: int) -> Examples:
        start, stop = self._span(number)
        return self.store.read("train", number).first(stop - start)

    def _sample(self, chunks: int) -> Examples:
        """Whole chunks, drawn with the dataset's seed."""
        rng = np.random.default_rng(np.random.SeedSequence(self.store.seed, spawn_key=(STREAM,)))
        numbers = np.sort(rng.permutation(self.chunks)[:chunks]).tolist()
        return joined([self._read(number) for number in numbers])


def bytes_of(store: StoreReader) -> int:
    """How many bytes the numbers of one example are."""
    return max(1, int(np.prod(store.shape, dtype=np.int64)) * store.dtype.itemsize)


def joined(parts: list[Examples]) -> Examples:
    """Examples one after the other."""
    facts = {name: np.concatenate([p.facts[name] for p in parts]) for name in parts[0].facts}
    x, y = (np.concatenate(arrays) for arrays in zip(*((p.x, p.y) for p in parts), strict=True))
    return Examples(x, y, facts)
