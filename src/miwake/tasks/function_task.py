"""A task whose functions make its examples."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any, Self

from miwake.dataset import Dataset, Examples
from miwake.errors import ArgumentError, Phrase, TaskError, nearest
from miwake.findings import Finding
from miwake.generate.chunk import EPOCH, FRESH, TEST, TRAIN, Request, with_target
from miwake.generate.generate import Progress, make_examples
from miwake.generate.jit import Notes, choose_loops
from miwake.generate.online import OnlineStream, sample_size
from miwake.generate.validate import check_shapes
from miwake.plan import DataPlan
from miwake.readers.numbers import example_type
from miwake.store.open_or_create import WriteRequest
from miwake.tasks.protocol import Task, check_counts
from miwake.tasks.task_file import TaskFile, from_functions

__all__ = ["FunctionTask", "Task"]  # a Task that is called is ready to make one


class FunctionTask(Task):
    """A task of functions in Python, or in a task file: it makes as many examples as one likes."""

    can_make = True
    can_simulate = True

    def __init__(self, /, **functions: Callable[..., Any]) -> None:
        self._define(TaskFile("task", functions=from_functions(functions)), DataPlan())

    @classmethod
    def of_file(cls, file: TaskFile, plan: DataPlan) -> Self:
        """Make the task that a task file defines.

        Raises:
            TaskError: it has fewer than two classes, and no target.
        """
        task = cls.__new__(cls)
        task._define(file, plan)  # noqa: SLF001  its own
        return task

    def _define(self, file: TaskFile, plan: DataPlan) -> None:
        super()._define(file, plan)
        if len(self.classes) >= (1 if self.target else 2):
            return
        classes = Phrase("no class")
        if self.classes:
            classes = Phrase("one class, {label}", label=self.classes[0])
        raise TaskError(
            "{name} has {found}; it takes at least two to tell apart, so write two "
            "functions, def NAME(rng), that each return an example",
            name=file.name,
            found=classes,
        )

    def make(
        self,
        train: int | None = None,
        test: int | None = None,
        seed: int = 0,
        executor: Executor | None = None,
        progress: Progress | None = None,
        fresh: bool = False,
    ) -> Dataset:
        """Make the dataset; see `Task.make`."""
        check_counts(train=train, test=test, seed=seed)
        counts = train or self.default("train"), test or self.default("test")
        if fresh:
            return self._make_online(*counts, seed, progress)
        total = sum(counts)
        requests = [Request(part, counts[part], seed) for part in (TRAIN, TEST)]
        source, notes = choose_loops(self.file, self.plan.jit, requests)

        def part(request: Request, done: int) -> Examples:
            step = progress and (lambda n, _: progress(done + n, total))
            return make_examples(source, request, executor, step)

        examples = part(requests[TRAIN], 0), part(requests[TEST], counts[TRAIN])
        return replace(self._dataset(*examples, seed), notes=notes)

    def _make_online(self, train: int, test: int, seed: int, progress: Progress | None) -> Dataset:
        """Make a dataset whose examples for training are made during it, but for the first."""
        requests = Request(TEST, test, seed), Request(EPOCH, train, seed, epoch=0)
        source, notes = choose_loops(self.file, self.plan.jit, requests)
        tests = make_examples(source, requests[0])
        size = sample_size(source, train, tests.x[0])
        sample = make_examples(source, Request(EPOCH, size, seed, epoch=0), None, progress)
        data = self._dataset(sample, tests, seed)
        sample = Examples(data.x_train, data.y_train, sample.facts)
        stream = OnlineStream(source, train, seed, sample)
        stream.begin()
        kind = f"data.fresh.{'beside' if stream.reads_ahead else 'here'}"
        note = Finding("data", "note", kind, {"n": train})
        return replace(data, stream=stream, notes=(*notes, note))

    def _dataset(self, train: Examples, test: Examples, seed: int) -> Dataset:
        check_shapes(self.file.name, train.x.shape[1:], test.x.shape[1:])
        dtype = example_type(train.x.dtype, test.x.dtype)
        return Dataset(
            x_train=train.x.astype(dtype, copy=False),
            y_train=with_target(train, self.file).y,
            x_test=test.x.astype(dtype, copy=False),
            y_test=with_target(test, self.file).y,
            classes=() if self.target else self.classes,
            target=self.target,
            facts_train=train.facts,
            facts_test=test.facts,
            seed=seed,
            origin=self.describe(),
        )

    def _write_request(
        self, train: int | None, test: int | None, seed: int
    ) -> tuple[WriteRequest, Notes]:
        if not self.file.text:
            raise TaskError(
                "{name} was made of Python functions, and has no source text to keep beside "
                "its examples; write its functions into a task file (miwake new mine.py)",
                name=self.name,
            )
        counts = train or self.default("train"), test or self.default("test")
        requests = [Request(part, counts[part], seed) for part in (TRAIN, TEST)]
        source, notes = choose_loops(self.file, self.plan.jit, requests)
        return WriteRequest(source, self.record(), *counts, seed), notes

    def fresh(self, count: int, seed: int = 0, only: str | None = None) -> Examples:
        """Make fresh examples; see `Task.fresh`."""
        check_counts(count=count, seed=seed)
        if only is not None and only not in self.classes:
            has = Phrase("it has {names}", names=", ".join(self.classes))
            hint = nearest(only, self.classes, has)
            raise ArgumentError(
                "{name} has no class {only}; {hint}", name=self.name, only=only, hint=hint
            )
        label = None if only is None else self.classes.index(only)
        return self._examples(Request(FRESH, count, seed, label))

    def first_tests(self, count: int, test: int, seed: int) -> Examples:
        """Make the first test examples; see `Task.first_tests`."""
        size = self.file.chunk_size
        whole = Request(TEST, min(test, -(-count // size) * size), seed)
        return self._examples(whole).first(count)

    def _examples(self, request: Request) -> Examples:
        source, _ = choose_loops(self.file, self.plan.jit, [request])
        return with_target(make_examples(source, request), self.file)


Task._of_functions = FunctionTask  # noqa: SLF001  the kind that Task(...) makes
