"""A written dataset as a task: its examples are read, not made."""

import os
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.errors import DataError
from miwake.make import Progress
from miwake.sources.chunks import Examples
from miwake.store.layout import Part
from miwake.store.read import Store, open_store
from miwake.task import Task


class StoredTask(Task):
    """The task that made a dataset, with the examples that are in the dataset.

    Fresh examples are made by the task's own functions, from the text that was kept.

    Attributes:
        store: the dataset.
    """

    store: Store

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
        counts = {"train": store.train, "test": store.test}
        file = replace(made_by.file, defaults={**made_by.file.defaults, **counts})
        task = cls.__new__(cls)
        cls._define(task, file, str(path))
        task.store = store
        return task

    def make(
        self,
        train: int | None = None,
        test: int | None = None,
        seed: int = 0,  # noqa: ARG002  the examples are there
        executor: Executor | None = None,  # noqa: ARG002  likewise
        progress: Progress | None = None,
    ) -> Dataset:
        """Read the dataset, or the first examples of it, into memory.

        Args:
            train: how many examples for training; by default all there are.
            test: how many for testing; likewise.
            seed: not used: the dataset has the seed that it was made from.
            executor: not used.
            progress: called with (examples read, examples in all).

        Raises:
            DataError: it has fewer examples, is damaged, or does not fit into memory.
        """
        counts = train or self.store.train, test or self.store.test
        total = sum(counts)

        def part(name: Part, count: int, done: int) -> Examples:
            def step(n: int) -> None:
                if progress:
                    progress(done + n, total)

            return read_part(self.store, name, count, step)

        made = part("train", counts[0], 0), part("test", counts[1], counts[0])
        return Dataset(
            x_train=made[0].x,
            y_train=made[0].y,
            x_test=made[1].x,
            y_test=made[1].y,
            classes=self.store.classes,
            target=self.store.target,
            facts_train=made[0].facts,
            facts_test=made[1].facts,
            seed=self.store.seed,
            task=self,
        )


def read_part(store: Store, part: Part, count: int, step: Callable[[int], None]) -> Examples:
    """The first `count` examples of a part, in memory.

    Raises:
        DataError: it has fewer, is damaged, or does not fit into memory.
    """
    have, layout = store.manifest.layout.count(part), store.manifest.layout
    if count > have:
        raise DataError(
            f"{store.path} has {have:,} examples for {part}ing, not {count:,}; ask for {have:,} "
            "or fewer, or make a larger dataset in another folder"
        )
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


def _room(store: Store, shape: tuple[int, ...]) -> Any:
    size = float(np.prod(shape, dtype=float)) * store.dtype.itemsize
    if size > memory():
        raise DataError(
            f"{shape[0]:,} examples of shape {shape[1:]} need {size / 1e9:,.1f} GB, more memory "
            "than there is; take fewer with --train and --test"
        )
    return np.empty(shape, store.dtype)


def memory() -> float:
    """The memory of this machine in bytes, where the system tells it."""
    try:
        return float(os.sysconf("SC_PAGE_SIZE")) * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return float("inf")
