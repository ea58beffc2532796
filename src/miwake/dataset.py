"""Dataset: examples, their labels and their facts, as plain arrays."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError
from miwake.findings import Finding, NextSteps
from miwake.input_spec import ImageSpec, Kind, TableSpec, kind_of
from miwake.plan import DataPlan, TrainingPlan
from miwake.runtime.display import Displayed

Facts = Mapping[str, NDArray[Any]]
Groups = NDArray[Any] | None  # the number or name of each example's group; None: it is its own

ARRAYS = {"name": "data", "title": "arrays", "origin": None, "text": None}  # the record of no task


@dataclass(frozen=True, eq=False)
class Examples:
    """Examples x, what is to be learned of them, facts and groups: one entry an example each."""

    x: NDArray[Any]
    y: NDArray[Any]
    facts: dict[str, NDArray[Any]]
    groups: Groups = None

    def first(self, count: int) -> "Examples":
        """The first `count` of them."""
        facts = {name: values[:count] for name, values in self.facts.items()}
        groups = None if self.groups is None else self.groups[:count]
        return Examples(self.x[:count], self.y[:count], facts, groups)


class Simulator(Protocol):
    """What makes more examples of the kind that a dataset holds."""

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes that it makes examples of."""
        ...

    def make(
        self, train: int | None = None, test: int | None = None, seed: int = 0, *, fresh: bool
    ) -> "Dataset":
        """Make a dataset; with `fresh`, one whose epochs each get examples of their own."""
        ...

    def fresh(self, count: int, seed: int = 0, only: str | None = None) -> Examples:
        """Make examples that neither training nor testing has met, of one class or of all."""
        ...


class TaskFunctions(Protocol):
    """What a task file defines besides its classes; it is pickled as the file's text."""

    @property
    def name(self) -> str:
        """The file's name, for messages."""
        ...

    @property
    def networks(self) -> Mapping[str, Callable[..., Any]]:
        """Functions of (input_shape, outputs) that build a Keras model, by name."""
        ...

    @property
    def best(self) -> Callable[..., Any] | None:
        """The best rule known: a function of a batch of examples."""
        ...


@dataclass(frozen=True)
class Origin:
    """What a dataset came from, as plain facts and functions.

    Attributes:
        plan: the task and how it is read; the counts and the seed are the dataset's.
        title: of the task.
        record: the task as a run's record keeps it.
        defaults: the usual train, test, epochs and network.
        functions: the task file's networks and best rule.
        built_in: whether the task comes with miwake.
        can_make: whether a dataset can have as many examples as one asks for.
        chooses_epochs: whether the number of epochs, where nobody names it, is chosen on folds of
            the training examples, up to the usual number.
        simulator: makes more examples of the kind; None where there are no more than were read.
    """

    plan: DataPlan
    title: str
    record: Mapping[str, Any]
    defaults: Mapping[str, Any]
    functions: TaskFunctions = field(repr=False)
    built_in: bool = False
    can_make: bool = False
    chooses_epochs: bool = False
    simulator: Simulator | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The task's short name."""
        return str(self.record["name"])

    @property
    def networks(self) -> Mapping[str, Callable[..., Any]]:
        """The networks in the task file, by name."""
        return self.functions.networks

    @property
    def best(self) -> Callable[..., Any] | None:
        """The best rule known."""
        return self.functions.best


@runtime_checkable
class Stream(Protocol):
    """Examples for training that come while it runs, because they don't lie in memory."""

    @property
    def count(self) -> int:
        """How many examples an epoch has."""
        ...

    @property
    def fresh(self) -> bool:
        """Whether each epoch has examples of its own, which no other has met."""
        ...

    @property
    def reads_ahead(self) -> bool:
        """Whether pieces come from elsewhere, so that a thread may wait for them."""
        ...

    @property
    def first(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """One example, x of shape (1, ...) and y of shape (1,), of the type that all have."""
        ...

    def pieces(
        self, first: int, last: int, seed: int
    ) -> Generator[tuple[NDArray[Any], NDArray[Any]], None, None]:
        """The examples of epochs `first` up to, not with, `last`, in the order to train in.

        Args:
            first: the number of the first epoch, from 0.
            last: that of the one after the last.
            seed: decides the order.

        Yields:
            x and y, of any length; a piece ends where an epoch does.
        """
        ...

    def stop(self) -> None:
        """End what is under way soon: whoever waits for the next piece gets no other."""
        ...

    def trained_examples(self) -> tuple[NDArray[Any], NDArray[Any]]:
        """Some examples of the last epoch that was asked for."""
        ...


@dataclass(frozen=True, eq=False)  # arrays have no one truth of being equal
class Dataset(Displayed):
    """Examples for training and for testing.

    Attributes:
        x_train, x_test: examples, shape (n, ...).
        y_train, y_test: class numbers, shape (n,), int32; the target's values, float32, for a
            regression.
        classes: the labels, in the order of their numbers; empty for a regression.
        target: the fact that is learned, for a regression; else None.
        facts_train, facts_test: named facts of the examples, each of shape (n,).
        groups_train, groups_test: which examples belong together, such as those of one person:
            numbers or texts, shape (n,); None where each stands for itself. Intervals and tests
            count groups.
        seed: what the examples were made from.
        reading: how examples were read from files, where they were.
        notes: what is to be said about data that a user brought.
        splittable: whether the test part was split off the examples here, and could be another.
        origin: the task that they came from, if there was one.
        stream: where the examples for training come from while it runs; x_train, y_train and
            facts_train are a sample of them then. None where they are all there are.
    """

    x_train: NDArray[Any]
    y_train: NDArray[Any]
    x_test: NDArray[Any]
    y_test: NDArray[Any]
    classes: tuple[str, ...] = ()
    target: str | None = None
    facts_train: Facts = field(default_factory=dict)
    facts_test: Facts = field(default_factory=dict)
    groups_train: Groups = None
    groups_test: Groups = None
    seed: int = 0
    reading: ImageSpec | TableSpec | None = None
    notes: tuple[Finding, ...] = ()
    splittable: bool = False
    origin: Origin | None = field(default=None, repr=False)
    stream: Stream | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        for part, x, y, groups in (
            ("train", self.x_train, self.y_train, self.groups_train),
            ("test", self.x_test, self.y_test, self.groups_test),
        ):
            if len(x) != len(y):
                raise DataError(
                    "x_{side} has {examples:,} examples and y_{side} {labels:,} labels; "
                    "each example needs one label",
                    side=part,
                    examples=len(x),
                    labels=len(y),
                )
            if groups is not None and groups.shape != (len(y),):
                raise DataError(
                    "groups_{side} has shape {shape} and y_{side} {labels:,} labels; "
                    "give the number or name of one group an example",
                    side=part,
                    shape=groups.shape,
                    labels=len(y),
                )
        if self.x_train.shape[1:] != self.x_test.shape[1:]:
            raise DataError(
                "examples for training have shape {train}, for testing "
                "{test}; give both the same shape",
                train=self.x_train.shape[1:],
                test=self.x_test.shape[1:],
            )
        labels = np.concatenate([self.y_train, self.y_test]) if self.classes else np.empty(0)
        if labels.size and (labels.min() < 0 or labels.max() >= len(self.classes)):
            raise DataError(
                "labels run from {low} to {high}, but there are "
                "{n} classes; number them 0 to {last}",
                low=labels.min(),
                high=labels.max(),
                n=len(self.classes),
                last=len(self.classes) - 1,
            )

    @property
    def task_record(self) -> Mapping[str, Any]:
        """The task that it came from, as a run's record keeps it."""
        return self.origin.record if self.origin else ARRAYS

    @property
    def train(self) -> int:
        """How many examples an epoch trains on."""
        return self.stream.count if self.stream else len(self.y_train)

    @property
    def fresh(self) -> bool:
        """Whether each epoch trains on examples of its own."""
        return self.stream is not None and self.stream.fresh

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one example."""
        return tuple(self.x_train.shape[1:])

    @property
    def kind(self) -> Kind:
        """What one example is: a sequence, an image, a vector or a volume."""
        return "vector" if isinstance(self.reading, TableSpec) else kind_of(self.shape)

    @property
    def plan(self) -> DataPlan:
        """What it takes to have the same dataset again, every number named."""
        plan = self.origin.plan if self.origin else DataPlan()
        counts: dict[str, Any] = {"train": self.train, "test": len(self.y_test)}
        return replace(plan, **counts, seed=self.seed, fresh=self.fresh)

    @property
    def outputs(self) -> int:
        """How many numbers a network gives for one example: one a class, or the target's value."""
        return len(self.classes) or 1


def next_steps(data: Dataset, plan: TrainingPlan) -> NextSteps:
    """What can follow a training on a dataset.

    Args:
        data: what was trained on.
        plan: what was done.
    """
    origin = data.origin
    if origin is None:
        return NextSteps(plan, can_fold=data.splittable)
    names = ("train", "test", "seed", "network", "epochs")
    usual = {name: origin.defaults[name] for name in names}
    can = origin.can_make, origin.chooses_epochs, data.splittable
    return NextSteps(plan, usual, *can)
