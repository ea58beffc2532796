"""The plans of data, of a training and of a comparison, and the table of their fields.

`FIELDS` makes the options of the commands and the fields of the page; a new option of `train` is
an attribute, a line in that table, and the place where it acts.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Self, TypedDict

from miwake.errors import Phrase, TaskError, nearest
from miwake.plan.field import Field, Part, Verb


@dataclass(frozen=True)
class ReaderOptions:
    """How the user's own files are read; what is empty is decided by the data.

    Attributes:
        label: the column to learn.
        drop: columns that are not used.
        facts: columns that results are shown against.
        group: the column whose equal values stay on one side of the split; for images a regular
            expression on the path.
        sheet: the sheet of a workbook.
        header: whether the first line of a table holds the names of the columns.
        regression: whether the label's value is learned, rather than classes.
    """

    label: str | None = None
    drop: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    group: str | None = None
    sheet: str | None = None
    header: bool | None = None
    regression: bool | None = None

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Make options from plain data, such as the words of a caller or a run's record.

        Raises:
            TaskError: there is no such option.
        """
        names = {field.name for field in fields(cls)}
        for name in values.keys() - names:
            there_are = Phrase("there are {names}", names=", ".join(sorted(names)))
            hint = nearest(name, names, there_are)
            raise TaskError("there is no option {name}; {hint}", name=name, hint=hint)
        lists = {n: _names(v) for n, v in values.items() if n in {"drop", "facts"}}
        return cls(**{**values, **lists})

    @property
    def nonempty(self) -> dict[str, Any]:
        """The options that are not empty."""
        return {name: value for name, value in asdict(self).items() if value not in (None, (), "")}


@dataclass(frozen=True)
class DataPlan:
    """What data: all it takes to have the same dataset again.

    Attributes:
        task: as named on the command line; None for functions and arrays in Python.
        settings: the changed ones, with their values.
        data: where the data lies, for a task that loads it.
        reader: how the user's own files are read.
        jit: whether functions that make one example are compiled.
        train, test: how many examples; None: as many as the task has by default.
        seed: of the examples.
        fresh: whether each epoch has examples of its own.
    """

    task: str | None = None
    settings: tuple[tuple[str, Any], ...] = ()
    data: str | None = None
    reader: ReaderOptions = ReaderOptions()
    jit: bool = False
    train: int | None = None
    test: int | None = None
    seed: int = 0
    fresh: bool = False

    @classmethod
    def of_record(cls, task: Mapping[str, Any]) -> Self:
        """Read from a task as a run's record keeps it; how many examples stays open."""
        reader = ReaderOptions(**_tuples(task.get("options") or {}))
        settings = tuple(dict(task.get("changed") or {}).items())
        data, jit = task.get("data"), bool(task.get("jit"))
        return cls(task.get("origin"), settings, data, reader, jit)

    def numbers(self) -> Self:
        """Take what it says besides the task: how many examples, and from which seed."""
        return type(self)(train=self.train, test=self.test, seed=self.seed, fresh=self.fresh)


@dataclass(frozen=True)
class TrainingPlan:
    """What training, on what data.

    Attributes:
        data: the examples.
        network: its name; None: the task's own, or a Keras model where there is one.
        epochs: how often all examples are gone through; None: the task's own number.
        batch_size: examples a step.
        seed: of the first weights and the orders; None: that of the data.
        repeats: how many trainings, from seeds that follow one another.
        checks: whether the data is looked at and the result judged.
        learning_rate: Adam's, for a network that is not compiled with an optimizer of its own.
        augment: whether pictures are changed a little each time that they are trained on.
        most_epochs: where the number of epochs was chosen on folds of the training examples, the
            most that were tried; None where it was named.
        folds: in how many parts the examples are split, each of which is tested by a network that
            was trained on the others; 1: one part is tested.
    """

    data: DataPlan = DataPlan()
    network: str | None = None
    epochs: int | None = None
    batch_size: int = 32
    seed: int | None = None
    repeats: int = 1
    checks: bool = True
    learning_rate: float = 0.001
    augment: bool = False
    most_epochs: int | None = None
    folds: int = 1

    @classmethod
    def of(cls, **values: Any) -> Self:
        """Make the plan that has these values, by the names in `FIELDS`, and "task"."""
        return cls().with_(**values)

    def with_(self, **changes: Any) -> Self:
        """Copy the plan with changes, by the names in `FIELDS`, and "task"."""
        parts: dict[Part, dict[str, Any]] = {"data": {}, "reader": {}, "training": {}}
        for name, value in changes.items():
            parts[_PARTS[name]][name] = value
        reader = replace(self.data.reader, **parts["reader"])
        data = replace(self.data, reader=reader, **parts["data"])
        return replace(self, data=data, **parts["training"])

    def value(self, name: str) -> Any:
        """Look a value up, by its name in `FIELDS`."""
        homes = {"data": self.data, "reader": self.data.reader, "training": self}
        return getattr(homes[_PARTS[name]], name)

    @property
    def first_seed(self) -> int:
        """The seed of the first training."""
        return self.data.seed if self.seed is None else self.seed

    @property
    def seeds(self) -> range:
        """The seeds of all trainings."""
        return range(self.first_seed, self.first_seed + self.repeats)

    def to_json(self) -> dict[str, Any]:
        """Give the plan as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, plan: Mapping[str, Any]) -> Self:
        """Read the plan from plain data.

        Raises:
            TypeError, KeyError: it is none.
        """
        data = dict(plan["data"])
        data["settings"] = tuple((name, value) for name, value in data["settings"])
        data["reader"] = ReaderOptions(**_tuples(data["reader"]))
        return cls(**_tuples(plan) | {"data": DataPlan(**data)})

    def key(self, **facts: Any) -> str:
        """Name all that results follow from: the plan and, say, the task's text, in 32 letters."""
        text = json.dumps(self.to_json() | facts, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


class TrainingOptions(TypedDict, total=False):
    """What else Python may ask of a training, beside what `miwake.train` names itself."""

    learning_rate: float
    augment: bool
    folds: int


@dataclass(frozen=True)
class ComparisonPlan(TrainingPlan):
    """What `compare` trains: every network on every amount of data.

    Attributes:
        networks: their names; empty: those that fit the data.
        sizes: amounts of training data; empty: what the task has.
    """

    repeats: int = 3
    networks: tuple[str, ...] = ()
    sizes: tuple[int, ...] = ()

    def training(self) -> TrainingPlan:
        """Take what all trainings have in common, each once."""
        shared = {part.name: getattr(self, part.name) for part in fields(TrainingPlan)}
        return replace(TrainingPlan(**shared), repeats=1)


_OWN: tuple[Verb, ...] = ("train", "look", "compare")
_ALL: tuple[Verb, ...] = (*_OWN, "make")
_FIT: tuple[Verb, ...] = ("train", "compare")
# fmt: off
FIELDS = (  # in the order in which a command line has them
    Field("networks", tuple, "Networks, separated by commas; by default dense, and conv where it "
          "fits.", ("compare",), "training", metavar="NAMES"),
    Field("sizes", tuple, "Amounts of training data, separated by commas.", ("compare",),
          "training", metavar="COUNTS"),
    Field("train", int, "How many examples to train on.", ("train", "look", "make"),
          least=1, most=10**8),
    Field("test", int, "How many examples to test on.", _ALL, least=1, most=10**8),
    Field("seed", int, "Seed of the examples, the initial weights and the order.", _ALL,
          least=0, most=2**32 - 1),
    Field("data", Path, "Where the data is (mnist: mnist.npz or a folder).", _OWN),
    Field("network", str, "dense, conv, or a network in the task file.", ("train",), "training"),
    Field("epochs", int, "How many times to go through all examples.", _FIT, "training", 1, 10**6),
    Field("label", str, "The column to learn.", _OWN, "reader", metavar="COLUMN"),
    Field("drop", tuple, "Columns to leave out, separated by commas.", _OWN, "reader",
          metavar="COLUMNS"),
    Field("facts", tuple, "Columns to break results down by.", _OWN, "reader", metavar="COLUMNS"),
    Field("group", str, "Keep together in training or in testing: a column, or for images a "
          "regular expression on the path.", _OWN, "reader", metavar="COLUMN|PATTERN"),
    Field("sheet", str, "The sheet of a workbook; by default the first.", _OWN, "reader",
          metavar="NAME"),
    Field("header", bool, "The first line of a table holds the names of its columns.", _OWN,
          "reader", opposite=("--no-header", "The first line of a table is a row already.")),
    Field("regression", bool, "Learn the label's value.", _OWN, "reader",
          opposite=("--classes", "Learn the label's different values as classes.")),
    Field("settings", tuple, "Change a setting of the task.", _ALL, flag="--set",
          metavar="NAME=VALUE"),
    Field("fresh", bool, "Make new examples for every epoch while training.", ("train",)),
    Field("batch_size", int, "Examples per step.", _FIT, "training", 1, 10**6),
    Field("learning_rate", float, "Adam's learning rate.", _FIT, "training", 1e-9, 10,
          metavar="RATE"),
    Field("augment", bool, "Change pictures a little each time that they are trained on: shifts, "
          "zoom, light; photos in colour are mirrored, too.", _FIT, "training",
          opposite=("--no-augment", "Train on pictures as they are.")),
    Field("folds", int, "Test every example: split them into this many parts, and test each by a "
          "network trained on the others.", ("train",), "training", 1, 100),
    Field("repeats", int, "Train from this many seeds, for a mean and its spread.", ("train",),
          "training", 1, 1000),
    Field("repeats", int, "Train each from this many seeds.", ("compare",), "training", 1, 1000),
    Field("jit", bool, "Compile functions that make one example with numba; the bits stay the "
          "same.", _ALL),
    Field("checks", bool, "Skip the checks of the data and of the result.", ("train",),
          "training", flag="--no-checks"),
)
# fmt: on
_PARTS: dict[str, Part] = {"task": "data", "most_epochs": "training"}
_PARTS |= {field.name: field.part for field in FIELDS}


def _names(names: str | Sequence[str]) -> tuple[str, ...]:
    """Read names that are a list, or one text with commas between, as on the command line."""
    if not isinstance(names, str):
        return tuple(names)
    return tuple(name.strip() for name in names.split(",") if name.strip())


def _tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    """Copy plain data, its lists as tuples."""
    return {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}


def further_options(plan: TrainingPlan) -> dict[str, Any]:
    """Give the values of `TrainingOptions` that are not as usual."""
    usual, names = TrainingPlan(), TrainingOptions.__annotations__
    return {name: plan.value(name) for name in names if plan.value(name) != usual.value(name)}


def fields_of(verb: str) -> tuple[Field, ...]:
    """List the fields that a command has."""
    return tuple(field for field in FIELDS if verb in field.verbs)
