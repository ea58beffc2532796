"""Command: the training that was done, as the line that does it, with changes or without."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from miwake.dataset import Dataset

NO_LOOK = {"network", "epochs", "batch", "fresh"}  # options that only a training has
MORE = 4  # times the examples: enough that a difference shows
MOST = 1_000_000  # examples beyond which more are not proposed


@dataclass(frozen=True)
class Command:
    """A training, as `miwake train` or `miwake.train` would be asked for it.

    Attributes:
        task: what the user named; None for data without a name on the command line.
        network: the network's name; None for a Keras model.
        train: how many examples it was trained on.
        test: how many it was tested on.
        epochs: how many there were.
        can_make: whether the task can make more examples.
        fresh: whether each epoch has examples of its own.
        options: what was asked for besides, by option: an option, then its value, in turn.
    """

    task: str | None
    network: str | None
    train: int
    test: int
    epochs: int
    can_make: bool = False
    fresh: bool = False
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def train_with(self, **changes: Any) -> str:
        """The line that trains again with changes, such as network="conv" or epochs=10."""
        if self.task is None or (self.network is None and "network" not in changes):
            return self._call(changes)
        changed = {name: (f"--{name}", str(value)) for name, value in changes.items()}
        parts = [part for option in {**self.options, **changed}.values() for part in option]
        return shlex.join(["miwake", "train", self.task, *parts])

    def look(self) -> str:
        """The line that looks at the data."""
        if self.task is None:
            return "miwake.look(data)"
        kept = {n: v for n, v in self.options.items() if n not in NO_LOOK}
        return shlex.join(["miwake", "look", self.task, *(p for v in kept.values() for p in v)])

    def more_epochs(self) -> str:
        """Twice the epochs."""
        return self.train_with(epochs=2 * self.epochs)

    def more_data(self) -> str | None:
        """Several times the examples; None where there are no more.

        Where every epoch brings new ones, that is more epochs.
        """
        return self.more_epochs() if self.fresh else self._with_more("train", self.train)

    def more_tests(self) -> str | None:
        """Several times the examples to test on; None where there are no more."""
        return self._with_more("test", self.test)

    def _with_more(self, part: str, count: int) -> str | None:
        more = MORE * count
        return self.train_with(**{part: more}) if self.can_make and more <= MOST else None

    def _call(self, changes: Mapping[str, Any]) -> str:
        counts = {name: changes[name] for name in ("train", "test") if name in changes}
        if counts:
            counts = {"train": self.train, "test": self.test} | counts
        made = ", ".join(f"{name}={value}" for name, value in counts.items())
        made += ", fresh=True" if made and self.fresh else ""
        network = "model" if self.network is None else repr(self.network)
        rest = {"network": network, "epochs": self.epochs}
        rest |= {n: repr(v) for n, v in changes.items() if n not in counts}
        given = ", ".join(f"{name}={value}" for name, value in rest.items())
        return f"miwake.train({f'task.make({made})' if made else 'data'}, {given})"


def called(origin: str) -> str:
    """What a task is called on the command line: a path from here, where it lies below."""
    path, here = Path(origin), Path.cwd()
    below = path.is_absolute() and path != here and path.is_relative_to(here)
    return str(path.relative_to(here)) if below else origin


def command_of(data: Dataset, network: Any, epochs: int, batch_size: int) -> Command:
    """The command of a training on a dataset.

    Args:
        data: what it trained on.
        network: a name, or a Keras model.
        epochs: how many.
        batch_size: examples a step.
    """
    task, name = data.task, network if isinstance(network, str) else None
    train, test = data.train, len(data.y_test)
    can_make = task is not None and task.can_make
    if task is None or task.origin is None:
        return Command(None, name, train, test, epochs, can_make, data.fresh)
    used: dict[str, Any] = {
        "train": (train, task.default("train")),
        "test": (test, task.default("test")),
        "seed": (data.seed, task.default("seed", 0)),
        "data": (task.data, None),
        "network": (name, task.default("network", "dense")),
        "epochs": (epochs, task.default("epochs", 5)),
    }
    options: dict[str, tuple[str, ...]] = {
        option: (f"--{option}", str(value))
        for option, (value, default) in used.items()
        if value not in {default, None}
    }
    for option, given in (task.options.given if task.options else {}).items():
        many = given if isinstance(given, str) else ",".join(given)
        options[option] = (f"--{option}", many)
    settings = tuple(p for n, v in task.file.changed for p in ("--set", f"{n}={v}"))
    if settings:
        options["settings"] = settings
    if data.fresh:
        options["fresh"] = ("--fresh",)
    if batch_size != 32:
        options["batch"] = ("--batch-size", str(batch_size))
    return Command(called(task.origin), name, train, test, epochs, can_make, data.fresh, options)
