"""The loader of a training: what it goes through, epoch by epoch, as blocks of batches."""

from miwake.dataset import Dataset
from miwake.training.array_loader import ArrayLoader
from miwake.training.batches import batches_of
from miwake.training.stream_loader import StreamLoader

Loader = ArrayLoader | StreamLoader


def make_loader(data: Dataset, size: int, seed: int) -> Loader:
    """Make the loader of a training on a dataset, in the order that the seed decides."""
    if data.stream is not None:
        return StreamLoader(data.stream, size, seed)
    return ArrayLoader(batches_of(data.x_train, data.y_train, size), seed)
