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
from miwake.store.layout import Part
from miwake.store.read import Store, open_store
from miwake.store.storage import is_address
from miwake.store.stream import Streamed, bytes_of
from miwake.tasks.task import Task

IN_MEMORY = 256 * 2**20  # bytes of examples for training that are read whole; more are streamed
TESTS_BYTES = 64 * 2**20  # of examples for testing beside a stream


class StoredTask(Task):
    """The task that made a dataset, with the examples that are in the dataset.

    Fresh examples are made by the task's own functions, from the text that was kept.

    Attributes:
        store: the dataset.
    """

    store: Store
    stored = True

    @property
    def can_make(self) -> bool:
        """There are no more than were written."""
        return False

    @classmethod
    def at(cls, path: str | Path) -> "StoredTask":
        """The dataset at a path or address.

        Raises:
            DataError: there is none, or it is damaged.
        """
        store = open_store(path)
        made_by = store.task()
        counts = {"train": store.train, "test": store.test, "seed": store.seed}
        file = replace(made_by.file, defaults={**made_by.file.defaults, **counts})
        task = cls.__new__(cls)
        cls._define(task, file, str(path))
        task.store = store
        return task

    def record(self) -> dict[str, Any]:
        """The task as plain data, where the dataset lies, and which one it is."""
        path, store = self.store.path, self.store
        stored = path if is_address(path) else str(Path(path).resolve())
        counts = {"train": store.train, "test": store.test, "seed": store.seed}
        return super().record() | {"stored": stored, "written": counts}

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
            return super().make(train, test, self.store.seed, progress=progress, fresh=True)
        counts = train or self.store.train, test or self.store.test
        if counts[0] * bytes_of(self.store) > IN_MEMORY:
            return self._streamed(counts[0], test)
        total = sum(counts)

        def part(name: Part, count: int, done: int) -> Examples:
            def step(n: int) -> None:
                if progress:
                    progress(done + n, total)

            return read_part(self.store, name, count, step)

        return self._of(part("train", counts[0], 0), part("test", counts[1], counts[0]))

    def _streamed(self, train: int, test: int | None) -> Dataset:
        """The dataset with its examples for training left on disk."""
        store = self.store
        _check_count(store, "train", train)
        tests = min(store.test, max(1, TESTS_BYTES // bytes_of(store))) if test is None else test
        stream = Streamed(store, train)
        values = {
            "gigabytes": train * bytes_of(store) / 1e9,
            "limit": IN_MEMORY / 1e9,
            "sample": len(stream.sample.y),
            "test": tests,
        }
        note = Finding("data", "note", "data.streamed", values)
        made = self._of(stream.sample, read_part(store, "test", tests, lambda _: None))
        return replace(made, stream=stream, notes=(note,))

    def _of(self, train: Examples, test: Examples) -> Dataset:
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


def read_part(store: Store, part: Part, count: int, step: Callable[[int], None]) -> Examples:
    """The first `count` examples of a part, in memory.

    Raises:
        DataError: it has fewer, is damaged, or does not fit into memory.
    """
    _check_count(store, part, count)
    layout = store.manifest.layout
    x = _room(store, (count, *store.shape))
    y: NDArray[Any] = np.empty(count, np.float32 if store.target else np.int32)
    facts = {
        fact.name: np.empty(count, object if fact.text else float) for fact in layout.schema.facts
    }
    for number in range(-(-count // store.chunk)):
        chunk, start = store.read(part, number), number * store.chunk
        kept = min(len(chunk.y), count - start)
        places = slice(start, start + kept)
        x[places], y[places] = chunk.x[:kept], chunk.y[:kept]
        for name, values in chunk.facts.items():
            facts[name][places] = values[:kept]
        step(start + kept)
    return Examples(x, y, facts)


def _check_count(store: Store, part: Part, count: int) -> None:
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


def _room(store: Store, shape: tuple[int, ...]) -> Any:
    size = float(np.prod(shape, dtype=float)) * store.dtype.itemsize
    if size > memory():
        raise DataError(
            "{n:,} examples of shape {shape} need {size:,.1f} GB, more memory "
            "than there is; take fewer with {--train} and {--test}",
            n=shape[0],
            shape=shape[1:],
            size=size / 1e9,
        )
    return np.empty(shape, store.dtype)


def memory() -> float:
    """The memory of this machine in bytes, where the system tells it."""
    try:
        return float(os.sysconf("SC_PAGE_SIZE")) * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return float("inf")
