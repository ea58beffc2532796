"""Task: what there is to tell apart."""

import inspect
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from miwake.dataset import Dataset, Examples, Origin
from miwake.errors import ArgumentError, MiwakeError, Phrase, TaskError, nearest
from miwake.findings import Finding
from miwake.generate.chunk import EPOCH, FRESH, TEST, TRAIN, Order, learned
from miwake.generate.generate import Progress, make_examples
from miwake.generate.jit import source_for
from miwake.generate.online import Fresh, sample_size
from miwake.plan import DataPlan, ReaderOptions
from miwake.readers.numbers import example_type
from miwake.readers.registry import fingerprint, read_dataset
from miwake.readers.split import keep
from miwake.runtime.executors import WorkerConfig
from miwake.runtime.sandbox import seed_generators, surroundings
from miwake.store.open_or_create import Wanted
from miwake.store.write import Written, write_dataset
from miwake.tasks import builtin as tasks
from miwake.tasks.load_data import from_loaded
from miwake.tasks.task_file import TaskFile, explain, from_functions

USUAL = {"train": 60_000, "test": 10_000, "seed": 0, "epochs": 5, "network": "dense"}


class Task:
    """Classes to tell apart, and how to get examples of them.

    Attributes:
        name: a short name, used for run folders.
        title, description: from the file's docstring.
        classes: the labels, in the order of their numbers.
        file: what the task file defines (settings, networks, best, defaults, its text).
        origin: the path or built-in name that it was read from; None if made in Python.
        data: where the user says that the data lies, for a task that loads it.
        options: how to read the user's own files, where they are the task; else None.
        stored: whether its examples were written before, and have a seed of their own.
        jit: whether functions that make one example are compiled by numba, where the examples
            stay the same to the last bit.
    """

    _whole: tuple[tuple[Any, ...], Dataset] | None = None
    options: ReaderOptions | None = None
    stored = False
    jit = False

    def __init__(self, /, **functions: Callable[..., Any]) -> None:
        """A task from Python functions: `Task(random=f, baker=g)`.

        Args:
            **functions: one function a class, of (rng) or (rng, n); its name is the label.

        Raises:
            TaskError: fewer than two functions, or one that does not take rng.
        """
        self._define(TaskFile("task", "", None, functions=from_functions(functions)))

    @classmethod
    def of_file(cls, file: TaskFile, origin: str | None, data: str | None = None) -> "Task":
        """A task from a task file that was read."""
        task = cls.__new__(cls)
        cls._define(task, file, origin, data)
        return task

    @classmethod
    def of_own(cls, path: Path, options: ReaderOptions) -> "Task":
        """A task that is a user's own data: a file or folder that is read when it is made."""
        path = path.resolve()

        def load_data(seed: int, progress: Progress | None = None) -> Dataset:
            return read_dataset(path, options, seed, progress)

        task = cls.of_file(TaskFile(path.name, "", None, load_data=load_data), str(path))
        task.options = options
        return task

    def _define(self, file: TaskFile, origin: str | None = None, data: str | None = None) -> None:
        self.file, self.origin, self.data = file, origin, data
        self.name = Path(file.name).stem
        title, _, description = file.description.partition("\n")
        self.title, self.description = title.strip() or self.name, description.strip()
        self.target: str | None = file.defaults.get("target")
        self.classes: tuple[str, ...] = tuple(f.name for f in file.functions)
        if file.load_data is not None:
            self.classes = tuple(file.defaults.get("classes", ()))
        elif len(self.classes) < (1 if self.target else 2):
            found = Phrase("no class")
            if self.classes:
                found = Phrase("one class, {label}", label=self.classes[0])
            raise TaskError(
                "{name} has {found}; it takes at least two to tell apart, so write two "
                "functions, def NAME(rng), that each return an example",
                name=file.name,
                found=found,
            )

    def __repr__(self) -> str:
        return f"<Task {self.name}: {self.title!r}, classes {', '.join(self.classes)}>"

    @property
    def built_in(self) -> bool:
        """Whether it comes with miwake."""
        return self.origin in built_in_tasks()

    @property
    def defaults(self) -> dict[str, Any]:
        """The usual train, test, epochs and network, and what else the task file sets."""
        return {**USUAL, **self.file.defaults}

    def default(self, name: str, otherwise: Any = None) -> Any:
        """The task's own default for train, test, epochs or network."""
        return self.defaults.get(name, otherwise)

    def describe(self) -> Origin:
        """What its datasets came from, as plain facts."""
        reader = self.options or ReaderOptions()
        return Origin(
            plan=DataPlan(self.origin, self.file.changed, self.data, reader, self.jit),
            title=self.title,
            record=self.record(),
            defaults=self.defaults,
            functions=self.file,
            built_in=self.built_in,
            can_make=self.can_make,
            simulator=self if self.can_simulate else None,
        )

    @property
    def can_simulate(self) -> bool:
        """Whether it has functions that make fresh examples."""
        return self.file.load_data is None

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
        for name, count in {"train": train, "test": test}.items():
            if count is not None:
                _check_whole(name, count, 1)
        _check_whole("seed", seed, 0)
        if fresh and self.file.load_data is not None:
            raise TaskError(
                "{name} loads its data, so no epoch can have fresh examples; drop --fresh",
                name=self.name,
            )
        if self.file.load_data is not None and self.options is not None:
            return self._part_of_own(seed, progress, train, test)
        if self.file.load_data is not None:
            at = f"{self.file.name}: load_data"
            loaded = from_loaded(self._load(), self.classes, train, test, seed, at)
            return replace(loaded, origin=self.describe())
        counts = train or self.default("train"), test or self.default("test")
        if fresh:
            return self._fresh_dataset(*counts, seed, progress)
        total = sum(counts)
        orders = [Order(part, counts[part], seed) for part in (TRAIN, TEST)]
        source, notes = source_for(self.file, self.jit, orders)

        def part(order: Order, done: int) -> Examples:
            step = progress and (lambda n, _: progress(done + n, total))
            return make_examples(source, order, executor, step)

        made = part(orders[TRAIN], 0), part(orders[TEST], counts[TRAIN])
        return replace(self._dataset(*made, seed), notes=notes)

    def _fresh_dataset(
        self, train: int, test: int, seed: int, progress: Progress | None
    ) -> Dataset:
        """A dataset whose examples for training are made while it runs, but for the first."""
        orders = Order(TEST, test, seed), Order(EPOCH, train, seed, epoch=0)
        source, notes = source_for(self.file, self.jit, orders)
        tests = make_examples(source, orders[0])
        size = sample_size(source, train, tests.x[0])
        sample = make_examples(source, Order(EPOCH, size, seed, epoch=0), None, progress)
        data = self._dataset(sample, tests, seed)
        sample = Examples(data.x_train, sample.y, sample.facts)
        stream = Fresh(source, self.labels, train, seed, sample)
        stream.begin()
        kind = f"data.fresh.{'beside' if stream.reads_ahead else 'here'}"
        note = Finding("data", "note", kind, {"n": train})
        return replace(data, stream=stream, notes=(*notes, note))

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
        for name, count in {"train": train, "test": test, "workers": workers}.items():
            if count is not None:
                _check_whole(name, count, 1)
        _check_whole("seed", seed, 0)
        if not self.can_make:
            raise TaskError(
                "{name} has its examples already, so there are none to make; train on it as it is",
                name=self.name,
            )
        if not self.file.text:
            raise TaskError(
                "{name} was made of Python functions, and has no source text to keep beside "
                "its examples; write its functions into a task file (miwake new mine.py)",
                name=self.name,
            )
        counts = train or self.default("train"), test or self.default("test")
        orders = [Order(part, counts[part], seed) for part in (TRAIN, TEST)]
        source, notes = source_for(self.file, self.jit, orders)
        wanted = Wanted(source, self.record(), *counts, seed)
        config = WorkerConfig(executor, workers, progress)
        return replace(write_dataset(wanted, str(path), config, repair), notes=notes)

    def _part_of_own(
        self, seed: int, progress: Progress | None, train: int | None, test: int | None
    ) -> Dataset:
        """A part of a user's data; the whole is kept for other parts of it."""
        assert self.file.load_data is not None
        origin = self.describe()
        of = seed, origin.record["sha256"]
        if self._whole is None or self._whole[0] != of:
            self._whole = of, replace(self.file.load_data(seed, progress), seed=seed)
        whole = self._whole[1]
        n = len(whole.y_train)
        usual = {"train": n, "test": len(whole.y_test), "epochs": _epochs_for(train or n)}
        origin = replace(origin, defaults={**origin.defaults, **usual})
        return replace(keep(whole, train, test), origin=origin)

    def fresh(self, count: int, seed: int = 0, only: str | None = None) -> Examples:
        """Examples that neither training nor testing has met.

        Args:
            count: how many.
            seed: a whole number; fresh examples come from a stream of their own.
            only: the one class to make them of; by default all, in equal parts.

        Raises:
            ArgumentError: a count below 1, a seed below 0, or no such class.
            TaskError: the task loads its data, so there are no others.
        """
        _check_whole("count", count, 1)
        _check_whole("seed", seed, 0)
        if self.file.load_data is not None:
            raise TaskError(
                "{name} loads its data, so it has no fresh examples; use its test", name=self.name
            )
        if only is not None and only not in self.classes:
            has = Phrase("it has {names}", names=", ".join(self.classes))
            hint = nearest(only, self.classes, has)
            raise ArgumentError(
                "{name} has no class {only}; {hint}", name=self.name, only=only, hint=hint
            )
        label = None if only is None else self.classes.index(only)
        order = Order(FRESH, count, seed, label)
        return self._learned(make_examples(source_for(self.file, self.jit, [order])[0], order))

    def first_tests(self, count: int, test: int, seed: int) -> Examples:
        """The first `count` of the `test` examples that `make` made for testing with this seed."""
        if self.file.load_data is not None:
            data = self.make(test=test, seed=seed)
            return Examples(data.x_test, data.y_test, dict(data.facts_test)).first(count)
        order = Order(TEST, test, seed)
        size = order.chunk_size(self.file)
        whole = Order(TEST, min(test, -(-count // size) * size), seed)
        made = make_examples(source_for(self.file, self.jit, [whole])[0], whole)
        return self._learned(made.first(count))

    def _load(self) -> Any:
        load_data, name = self.file.load_data, self.file.name
        assert load_data is not None
        given = [Path(self.data)] if self.data else []
        try:
            inspect.signature(load_data).bind(*given)
        except TypeError:
            raise TaskError(
                "{name}: load_data{signature} can't be called with "
                "{given}; write `def load_data(path=None):`",
                name=name,
                signature=inspect.signature(load_data),
                given="--data" if given else Phrase("nothing"),
            ) from None
        try:
            with surroundings(self.file.neighbours):
                seed_generators(np.random.SeedSequence(0))
                return load_data(*given)
        except (KeyboardInterrupt, MiwakeError):
            raise
        except BaseException as error:
            raise TaskError(
                "{name}: load_data raised {why}", name=name, why=explain(error, name)
            ) from error

    def _dataset(self, train: Examples, test: Examples, seed: int) -> Dataset:
        if train.x.shape[1:] != test.x.shape[1:]:
            raise TaskError(
                "{name}: shapes differ between examples ({first} and "
                "{then}); all examples must have one shape",
                name=self.file.name,
                first=train.x.shape[1:],
                then=test.x.shape[1:],
            )
        kind = example_type(train.x.dtype, test.x.dtype)
        return Dataset(
            x_train=train.x.astype(kind, copy=False),
            y_train=self.labels(train),
            x_test=test.x.astype(kind, copy=False),
            y_test=self.labels(test),
            classes=() if self.target else self.classes,
            target=self.target,
            facts_train=train.facts,
            facts_test=test.facts,
            seed=seed,
            origin=self.describe(),
        )

    def labels(self, examples: Examples) -> Any:
        """What a network learns of these examples: class numbers, or the target's values."""
        return learned(examples, self.target, self.file.name)

    def _learned(self, examples: Examples) -> Examples:
        return replace(examples, y=self.labels(examples))

    @property
    def can_make(self) -> bool:
        """Whether there are as many examples as one asks for."""
        return self.file.load_data is None

    def record(self) -> dict[str, Any]:
        """The task as plain data, from which `miwake.tasks.load.from_record` reads it again."""
        file, own = self.file, self.options
        return {
            "name": self.name,
            "title": self.title,
            "origin": self.origin,
            "file": file.name,
            "folder": file.folder,
            "text": file.text or None,
            "sha256": file.sha256 if own is None else fingerprint(Path(str(self.origin))),
            "neighbours": file.neighbours.sha256(),
            "options": None if own is None else own.given,
            "settings": dict(file.settings),
            "changed": dict(file.changed),
            "data": self.data,
            "jit": self.jit,
        }


def built_in_tasks() -> dict[str, Path]:
    """The built-in tasks: their names and files."""
    files = sorted(Path(tasks.__path__[0]).glob("[!_]*.py"))
    return {file.stem: file for file in files}


def _epochs_for(n: int) -> int:
    """5 for 60,000 examples; more for fewer, since there a few epochs are next to no steps."""
    return int(min(max(5.0, 5 * (60_000 / n) ** 0.5), 100))


def _check_whole(name: str, value: Any, least: int) -> None:
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or value < least:
        raise ArgumentError(
            "{name} = {value!r}; give a whole number of at least {least}",
            name=name,
            value=value,
            least=least,
        )
