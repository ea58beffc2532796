"""A written dataset as a task: its examples are read, not made."""

import os
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset, Examples
from miwake.errors import DataError, word
from miwake.findings import Finding
from miwake.generate.generate import Progress
from miwake.plan import DataPlan
from miwake.store.layout import Part
from miwake.store.read import StoreReader, open_reader
from miwake.store.storage import is_address
from miwake.store.stream import StoredStream, bytes_of
from miwake.tasks.function_task import FunctionTask
from miwake.tasks.protocol import Task
from miwake.tasks.task_file import read_task_file

MAX_BYTES_IN_MEMORY = 256 * 2**20  # of examples for training; more are streamed
MAX_TEST_BYTES = 64 * 2**20  # of examples for testing that go with a stream


class Store(StoreReader):
    """A dataset on disk or in an object store; several threads may read from it.

    Attributes:
        path: where it lies.
        manifest: what it holds and how it was made.
    """

    def task(self) -> Task:
        """Load the task that made it, from the source text that was kept."""
        return _maker_of(self)


def open_store(path: str | Path) -> Store:
    """Open a dataset that `miwake make` wrote.

    Args:
        path: a folder, or an address such as s3://bucket/name.

    Raises:
        DataError: there is none, it is not finished, or chunks are missing or short.
    """
    return open_reader(path, Store)


def _maker_of(store: StoreReader, **defaults: Any) -> FunctionTask:
    record = store.manifest.task
    file = read_task_file(record["text"], record["file"], record["folder"], record["changed"])
    file = replace(file, defaults={**file.defaults, **defaults})
    return FunctionTask.of_file(file, DataPlan(task=record["origin"], settings=file.changed))


class StoredTask(Task):
    """The task that made a dataset, with the examples that are in the dataset.

    Fresh examples are made by the task's own functions, from the text that was kept.

    Attributes:
        store: the dataset.
    """

    can_simulate = True

    def __init__(self, path: str | Path) -> None:
        """Open the dataset at a path or address.

        Raises:
            DataError: there is none, or it is damaged.
        """
        self.store = open_store(path)
        self._counts = {
            "train": self.store.train,
            "test": self.store.test,
            "seed": self.store.seed,
        }
        self._maker = _maker_of(self.store, **self._counts)
        file = self._maker.file
        self._define(file, DataPlan(task=str(path), settings=file.changed))

    def record(self) -> dict[str, Any]:
        """Give the task as plain data, where the dataset lies, and which one it is."""
        path = self.store.path
        stored = path if is_address(path) else str(Path(path).resolve())
        return super().record() | {"stored": stored, "written": self._counts}

    def fresh(self, count: int, seed: int = 0, only: str | None = None) -> Examples:
        """Make fresh examples with the functions that made the dataset; see `Task.fresh`."""
        return self._maker.fresh(count, seed, only)

    def first_tests(self, count: int, test: int, seed: int) -> Examples:
        """Make the first test examples again; see `Task.first_tests`."""
        return self._maker.first_tests(count, test, seed)

    def make(
        self,
        train: int | None = None,
        test: int | None = None,
        seed: int = 0,  # noqa: ARG002  the examples are there
        executor: Executor | None = None,  # noqa: ARG002  likewise
        progress: Progress | None = None,
        fresh: bool = False,
    ) -> Dataset:
        """Read the dataset, or the first examples of it, into memory.

        Examples for training of more than 256 MiB stay on disk and are streamed while they are
        trained on; in memory are then a sample of them and the first 64 MiB of those for testing.

        Args:
            train: how many examples for training; by default all there are.
            test: how many for testing; likewise.
            seed: not used: the dataset has the seed that it was made from.
            executor: not used.
            progress: called with (examples read, examples in all).
            fresh: whether each epoch of a training is to get new examples, made by the task.

        Raises:
            DataError: it has fewer examples, is damaged, or does not fit into memory.
        """
        if fresh:
            data = self._maker.make(train, test, self.store.seed, progress=progress, fresh=True)
            return replace(data, origin=self.describe())
        counts = train or self.store.train, test or self.store.test
        if counts[0] * bytes_of(self.store) > MAX_BYTES_IN_MEMORY:
            return self._stream(counts[0], test)
        total = sum(counts)

        def part(name: Part, count: int, done: int) -> Examples:
            def step(n: int) -> None:
                if progress:
                    progress(done + n, total)

            return read_part(self.store, name, count, step)

        return self._dataset(part("train", counts[0], 0), part("test", counts[1], counts[0]))

    def _stream(self, train: int, test: int | None) -> Dataset:
        """Leave the examples for training on disk."""
        store, size = self.store, bytes_of(self.store)
        _check_count(store, "train", train)
        tests = min(store.test, max(1, MAX_TEST_BYTES // size)) if test is None else test
        stream = StoredStream(store, train)
        values = {
            "gigabytes": train * size / 1e9,
            "limit": MAX_BYTES_IN_MEMORY / 1e9,
            "sample": len(stream.sample.y),
            "test": tests,
        }
        note = Finding("data", "note", "data.streamed", values)
        data = self._dataset(stream.sample, read_part(store, "test", tests, lambda _: None))
        return replace(data, stream=stream, notes=(note,))

    def _dataset(self, train: Examples, test: Examples) -> Dataset:
        return Dataset(
            x_train=train.x,
            y_train=train.y,
            x_test=test.x,
            y_test=test.y,
            classes=self.store.classes,
            target=self.store.target,
            facts_train=train.facts,
            facts_test=test.facts,
            seed=self.store.seed,
            origin=self.describe(),
        )


def read_part(store: StoreReader, part: Part, count: int, step: Callable[[int], None]) -> Examples:
    """Read the first `count` examples of a part into memory.

    Raises:
        DataError: it has fewer, is damaged, or does not fit into memory.
    """
    _check_count(store, part, count)
    layout = store.manifest.layout
    x = _allocate(store, (count, *store.shape))
    y: NDArray[Any] = np.empty(count, np.float32 if store.target else np.int32)
    facts = {
        fact.name: np.empty(count, object if fact.text else float) for fact in layout.schema.facts
    }
    for number in range(-(-count // store.chunk)):
        start = number * store.chunk
        chunk = store.read(part, number).first(count - start)
        span = slice(start, start + len(chunk.y))
        x[span], y[span] = chunk.x, chunk.y
        for name, values in chunk.facts.items():
            facts[name][span] = values
        step(span.stop)
    return Examples(x, y, facts)


def _check_count(store: StoreReader, part: Part, count: int) -> None:
    have = store.manifest.layout.count(part)
    if count > have:
        raise DataError(
            "{path} has {have:,} examples for {part}ing, not {count:,}; ask for {have:,} "
            "or fewer, or make a larger dataset in another folder",
            path=store.path,
            have=have,
            part=word(part),
            count=count,
        )


def _allocate(store: StoreReader, shape: tuple[int, ...]) -> Any:
    size = float(np.prod(shape, dtype=float)) * store.dtype.itemsize
    if size > memory_bytes():
        raise DataError(
            "{n:,} examples of shape {shape} need {size:,.1f} GB, more memory "
            "than there is; take fewer with {--train} and {--test}",
            n=shape[0],
            shape=shape[1:],
            size=size / 1e9,
        )
    return np.empty(shape, store.dtype)


def memory_bytes() -> float:
    """Give the memory of this machine in bytes, where the system tells it."""
    try:
        return float(os.sysconf("SC_PAGE_SIZE")) * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return float("inf")
