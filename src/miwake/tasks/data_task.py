"""A task whose examples are read: a user's own files, or what the `load_data` of a file returns."""

import inspect
import math
from concurrent.futures import Executor
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from miwake.dataset import Dataset, Examples
from miwake.errors import Phrase, TaskError
from miwake.generate.generate import Progress
from miwake.input_spec import is_photo
from miwake.plan import DataPlan, ReaderOptions
from miwake.readers.registry import find_reader, fingerprint, read_dataset
from miwake.readers.split import keep
from miwake.runtime.sandbox import raising, seed_generators, task_sandbox
from miwake.tasks.load_data import Loaded, dataset_of, read_loaded
from miwake.tasks.protocol import Task, check_counts
from miwake.tasks.task_file import TaskFile

MOST_NUMBERS = 200_000  # in all of them: folds of more would take longer than the training
FEWEST, MOST = 80, 3_000  # examples for which the number of epochs is chosen on parts of them


class DataTask(Task):
    """A task that reads its examples: there are no more than there are.

    All of them stay in memory with the task, for other parts of them.
    """

    def make(
        self,
        train: int | None = None,
        test: int | None = None,
        seed: int = 0,
        executor: Executor | None = None,  # noqa: ARG002  there is nothing to make
        progress: Progress | None = None,
        fresh: bool = False,
    ) -> Dataset:
        """Read the dataset, or a part of it drawn with the seed; see `Task.make`."""
        check_counts(train=train, test=test, seed=seed)
        if fresh:
            raise TaskError(
                "{name} loads its data, so no epoch can have fresh examples; drop --fresh",
                name=self.name,
            )
        return self._read(train, test, seed, progress)

    def _read(
        self, train: int | None, test: int | None, seed: int, progress: Progress | None
    ) -> Dataset:
        raise NotImplementedError

    def fresh(self, count: int, seed: int = 0, only: str | None = None) -> Examples:  # noqa: ARG002
        """Refuse: there are no fresh examples."""
        check_counts(count=count, seed=seed)
        raise TaskError(
            "{name} loads its data, so it has no fresh examples; use its test", name=self.name
        )

    def first_tests(self, count: int, test: int, seed: int) -> Examples:
        """Read the first test examples; see `Task.first_tests`."""
        data = self.make(test=test, seed=seed)
        facts = dict(data.facts_test)
        return Examples(data.x_test, data.y_test, facts, data.groups_test).first(count)


class FilesTask(DataTask):
    """A user's own data: a file or folder that is read when it is asked for."""

    def __init__(self, path: Path, options: ReaderOptions) -> None:
        self.path, self.reader = path.resolve(), find_reader(path)
        self._whole: tuple[Any, Dataset] | None = None
        self._define(TaskFile(path.name), DataPlan(task=str(self.path), reader=options))

    def _read(
        self, train: int | None, test: int | None, seed: int, progress: Progress | None
    ) -> Dataset:
        read_from = seed, self.record()["sha256"]
        if self._whole is None or self._whole[0] != read_from:
            whole = read_dataset(self.path, self.plan.reader, seed, progress)
            self._whole = read_from, replace(whole, seed=seed)
        whole = self._whole[1]
        n = len(whole.y_train)
        usual: dict[str, Any] = {"train": n, "test": len(whole.y_test)}
        usual["epochs"] = _epochs_for(train or n)
        if self._network == "photo" and not is_photo(whole.shape):
            usual["network"] = "dense"
        origin = self.describe()
        chooses = _is_small_table(whole, train or n)
        defaults = {**origin.defaults, **usual}
        origin = replace(origin, defaults=defaults, chooses_epochs=chooses)
        return replace(keep(whole, train, test), origin=origin)

    @property
    def defaults(self) -> dict[str, Any]:
        """The usual numbers, and the network that is usual for the data."""
        return {**super().defaults, "network": self._network}

    @cached_property
    def _network(self) -> str:
        return self.reader.usual_network(self.path) if self.reader else "dense"

    def record(self) -> dict[str, Any]:
        """Give the task as plain data, with what its files are known again by."""
        own = {"sha256": fingerprint(self.path), "options": self.plan.reader.nonempty}
        return super().record() | own


class LoadedTask(DataTask):
    """A task file whose `load_data` returns the examples, in Keras' form."""

    def __init__(self, file: TaskFile, plan: DataPlan) -> None:
        self._define(file, plan)
        self.classes = tuple(file.defaults.get("classes", ()))
        self._loaded: Loaded | None = None

    def _read(
        self,
        train: int | None,
        test: int | None,
        seed: int,
        progress: Progress | None,  # noqa: ARG002  the user's function does not tell
    ) -> Dataset:
        at = f"{self.file.name}: load_data"
        if self._loaded is None:
            self._loaded = read_loaded(self._load(), at)
        data = dataset_of(self._loaded, self.classes, train, test, seed, at)
        return replace(data, origin=self.describe())

    def _load(self) -> Any:
        """Call the user's function."""
        load_data, name = self.file.load_data, self.file.name
        assert load_data is not None
        path = [Path(self.plan.data)] if self.plan.data else []
        try:
            inspect.signature(load_data).bind(*path)
        except TypeError:
            raise TaskError(
                "{name}: load_data{signature} can't be called with "
                "{given}; write `def load_data(path=None):`",
                name=name,
                signature=inspect.signature(load_data),
                given="--data" if path else Phrase("nothing"),
            ) from None

        def error(why: Phrase | str) -> TaskError:
            return TaskError("{name}: load_data raised {why}", name=name, why=why)

        with task_sandbox(self.file.modules), raising(error, name):
            seed_generators(np.random.SeedSequence(0))
            return load_data(*path)


def _is_small_table(data: Dataset, n: int) -> bool:
    """Tell whether choosing the number of epochs on folds of n examples pays."""
    few_numbers = n * math.prod(data.shape) <= MOST_NUMBERS
    return FEWEST <= n <= MOST and few_numbers and data.kind in {"vector", "sequence"}


def _epochs_for(n: int) -> int:
    """Give 5 for 60,000 examples; more for fewer, where a few epochs are next to no steps."""
    return int(min(max(5.0, 5 * (60_000 / n) ** 0.5), 100))
