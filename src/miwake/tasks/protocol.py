"""Task: the protocol of whatever makes or reads examples, and what all of them share."""

from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Self, cast

import numpy as np

from miwake.dataset import Dataset, Examples, Origin
from miwake.errors import ArgumentError, TaskError
from miwake.findings import Finding
from miwake.generate.generate import Progress
from miwake.plan import DataPlan
from miwake.readers.reader import Reader
from miwake.runtime.executors import WorkerConfig
from miwake.store.open_or_create import WriteRequest
from miwake.store.write import Written, write_dataset
from miwake.tasks import builtin
from miwake.tasks.task_file import TaskFile

USUAL = {"train": 60_000, "test": 10_000, "seed": 0, "epochs": 5, "network": "dense"}


class Task:
    """Classes to tell apart, and how to get examples of them.

    `load_task` gives one that makes examples with the functions of a task file, or reads those
    that lie in files; `Task(random=f, baker=g)` makes them with Python functions.

    Attributes:
        name: a short name, used for run folders.
        title, description: from the file's docstring.
        classes: the labels, in the order of their numbers.
        target: the fact to learn instead of the class.
        file: what the task file defines (settings, networks, best, its text).
        plan: what the task was loaded with.
        can_make: whether there are as many examples as one asks for.
        can_simulate: whether it has functions that make fresh examples.
        reader: what reads its examples, where they are a user's own files.
    """

    _of_functions: ClassVar[type["Task"]]  # what Task(...) makes
    can_make = False
    can_simulate = False
    reader: Reader | None = None

    def __new__(cls, *_: Any, **__: Any) -> Self:
        """Make a task of functions where no other kind is named."""
        kind: Any = cls._of_functions if cls is Task else cls
        return cast("Self", super().__new__(kind))

    def __init__(self, /, **functions: Any) -> None:
        """Make a task of Python functions: `Task(random=f, baker=g)`.

        Args:
            **functions: one function a class, of (rng) or (rng, n); its name is the label.

        Raises:
            TaskError: fewer than two functions, or one that does not take rng.
        """
        raise NotImplementedError

    def _define(self, file: TaskFile, plan: DataPlan) -> None:
        self.file, self.plan = file, plan
        self.name = Path(file.name).stem
        title, _, description = file.description.partition("\n")
        self.title, self.description = title.strip() or self.name, description.strip()
        self.target = file.target
        self.classes: tuple[str, ...] = file.classes

    def __repr__(self) -> str:
        return f"<Task {self.name}: {self.title!r}, classes {', '.join(self.classes)}>"

    @property
    def origin(self) -> str | None:
        """The path or built-in name that it was read from; None if made in Python."""
        return self.plan.task

    @property
    def built_in(self) -> bool:
        """True where it comes with miwake."""
        return self.origin in built_in_tasks()

    @property
    def defaults(self) -> dict[str, Any]:
        """The usual train, test, epochs and network, and what else the task file sets."""
        return {**USUAL, **self.file.defaults}

    def default(self, name: str, otherwise: Any = None) -> Any:
        """Give the task's own default for train, test, epochs or network."""
        return self.defaults.get(name, otherwise)

    def make(
        self,
        train: int | None = None,
        test: int | None = None,
        seed: int = 0,
        executor: Executor | None = None,
        progress: Progress | None = None,
        fresh: bool = False,
    ) -> Dataset:
        """Make the dataset; the same seed gives the same bytes, whatever the executor.

        That holds for functions whose examples follow from rng, or from the global generators of
        NumPy and Python, which are seeded too; not for one that keeps something from call to call.
        The threads of a thread pool take turns, so only processes make examples faster.

        Args:
            train: how many examples for training; by default 60,000, or the task's own count,
                or all there are of data that is loaded.
            test: how many for testing; by default 10,000, likewise.
            seed: a whole number of at least 0.
            executor: any concurrent.futures.Executor; by default here, on all cores where that
                pays.
            progress: called with (examples done, examples in all).
            fresh: whether each epoch of a training is to get new examples, `train` of them, made
                while it runs; those in the dataset are the first of the first epoch.

        Raises:
            ArgumentError: a count below 1 or a seed below 0.
            TaskError, DataError: examples can't be made or loaded.
        """
        raise NotImplementedError

    def make_to(  # noqa: PLR0913, PLR0917  one parameter an option
        self,
        path: str | Path,
        train: int | None = None,
        test: int | None = None,
        seed: int = 0,
        executor: Executor | None = None,
        workers: int | None = None,
        progress: Progress | None = None,
        repair: bool = False,
    ) -> Written:
        """Write the dataset that `make` would make, of any size, into a folder or object store.

        Interrupted and called again, it goes on where it was. The bytes are the same whoever does
        the work. `load_task(path)` is then a task that reads it.

        Args:
            path: a folder, or an address such as s3://bucket/name.
            train: how many examples for training, as for `make`.
            test: how many for testing, likewise.
            seed: a whole number of at least 0.
            executor: any concurrent.futures.Executor, also of a cluster.
            workers: how many processes of this machine, where there is no executor; by default
                all cores where that pays.
            progress: called with (examples done, examples in all).
            repair: whether to read what is there and make again what is damaged.

        Raises:
            ArgumentError: a count below 1 or a seed below 0.
            TaskError: the task loads its data, has no source text, or can't make examples.
            DataError: another dataset is there, or it is damaged, or it can't be written.
            WorkerError: those who did the work are lost.
        """
        check_counts(train=train, test=test, workers=workers, seed=seed)
        request, notes = self._write_request(train, test, seed)
        config = WorkerConfig(executor, workers, progress)
        return replace(write_dataset(request, str(path), config, repair), notes=notes)

    def _write_request(
        self,
        train: int | None,  # noqa: ARG002
        test: int | None,  # noqa: ARG002
        seed: int,  # noqa: ARG002
    ) -> tuple[WriteRequest, tuple[Finding, ...]]:
        """Say what `make_to` is to write; only functions can make it."""
        raise TaskError(
            "{name} has its examples already, so there are none to make; train on it as it is",
            name=self.name,
        )

    def fresh(self, count: int, seed: int = 0, only: str | None = None) -> Examples:
        """Make examples that neither training nor testing has met.

        Args:
            count: how many.
            seed: a whole number; fresh examples come from a stream of their own.
            only: the one class to make them of; by default all, in equal parts.

        Raises:
            ArgumentError: a count below 1, a seed below 0, or no such class.
            TaskError: the task loads its data, so there are no others.
        """
        raise NotImplementedError

    def first_tests(self, count: int, test: int, seed: int) -> Examples:
        """Give the first `count` of the `test` examples that `make` has for testing."""
        raise NotImplementedError

    def record(self) -> dict[str, Any]:
        """Give the task as plain data, from which `miwake.tasks.load.from_record` reads it."""
        file = self.file
        return {
            "name": self.name,
            "title": self.title,
            "origin": self.origin,
            "file": file.name,
            "folder": file.folder,
            "text": file.text or None,
            "sha256": file.sha256,
            "neighbours": file.modules.sha256(),
            "options": None,
            "settings": dict(file.settings),
            "changed": dict(file.changed),
            "data": self.plan.data,
            "jit": self.plan.jit,
        }

    def describe(self) -> Origin:
        """Say what its datasets come from, as plain facts."""
        return Origin(
            plan=self.plan,
            title=self.title,
            record=self.record(),
            defaults=self.defaults,
            functions=self.file,
            built_in=self.built_in,
            can_make=self.can_make,
            simulator=self if self.can_simulate else None,
        )


def built_in_tasks() -> dict[str, Path]:
    """Give the built-in tasks: their names and files."""
    files = sorted(Path(builtin.__path__[0]).glob("[!_]*.py"))
    return {file.stem: file for file in files}


def check_counts(seed: Any = 0, **counts: Any) -> None:
    """Check counts, None where one is not given, and a seed.

    Raises:
        ArgumentError: a count below 1, a seed below 0, or something else than a whole number.
    """
    numbers = {name: (count, 1) for name, count in counts.items() if count is not None}
    for name, (value, least) in (numbers | {"seed": (seed, 0)}).items():
        whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
        if not whole or value < least:
            raise ArgumentError(
                "{name} = {value!r}; give a whole number of at least {least}",
                name=name,
                value=value,
                least=least,
            )
