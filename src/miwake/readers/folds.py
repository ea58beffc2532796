"""Folds: parts of the examples, each of which is tested by a network trained on the others."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.readers.split import equal_groups, split_again

PARTS = ("train", "test")


@dataclass(frozen=True)
class Folds:
    """A dataset's examples in folds.

    Attributes:
        whole: all examples, in both parts; those that the first fold tests come first.
        numbers: the fold that tests each example, shape (n,), not falling; -1 for the examples at
            the end that are only trained on, the single ones of their class.
    """

    whole: Dataset
    numbers: NDArray[np.intp]

    def __len__(self) -> int:
        return int(self.numbers.max()) + 1

    @property
    def tested(self) -> Dataset:
        """All examples to train on, and to test on those that a fold tests, in the folds' order."""
        return _part(self.whole, slice(None), slice(int((self.numbers >= 0).sum())))

    def dataset(self, number: int) -> Dataset:
        """A fold as a dataset: the others' examples to train on, its own to test on."""
        mine = self.numbers == number
        return _part(self.whole, ~mine, mine)


def fold(data: Dataset, count: int, seed: int) -> Folds:
    """Split a dataset's examples into folds.

    With the data's own seed, the first fold tests what the dataset tests. Each class is spread
    evenly over the folds; groups stay whole, and so do equal examples.

    Args:
        data: one whose test part was split off here.
        count: how many; there are fewer where fewer are possible.
        seed: decides the folds.
    """
    x, y, groups = _join(data, "x"), _join(data, "y"), None
    if data.groups_train is not None and data.groups_test is not None:
        groups = np.unique(_join(data, "groups"), return_inverse=True)[1]
    labels = y if data.classes else np.zeros(len(y), np.int32)
    first = np.arange(len(y)) < len(data.y_test) if seed == data.seed else None
    together = equal_groups(x) if groups is None else groups
    numbers = split_again(labels, count, seed, first, together)
    order = np.argsort(np.where(numbers < 0, count, numbers), kind="stable")
    whole: dict[str, Any] = {"x": x[order], "y": y[order]}
    if groups is not None:
        whole["groups"] = groups[order]
    whole["facts"] = {
        name: np.concatenate([values, data.facts_train[name]])[order]
        for name, values in data.facts_test.items()
        if name in data.facts_train
    }
    both = {f"{name}_{part}": value for name, value in whole.items() for part in PARTS}
    return Folds(replace(data, **both), numbers[order])


def _join(data: Dataset, name: str) -> NDArray[Any]:
    """What belongs to all examples, the test's first."""
    return np.concatenate([getattr(data, f"{name}_test"), getattr(data, f"{name}_train")])


def _part(whole: Dataset, train: Any, test: Any) -> Dataset:
    """Some of the examples to train on, others to test on: slices or masks."""
    changes: dict[str, Any] = {}
    for part, chosen in (("train", train), ("test", test)):
        for name in ("x", "y", "groups"):
            values = getattr(whole, f"{name}_{part}")
            changes[f"{name}_{part}"] = None if values is None else values[chosen]
        facts = getattr(whole, f"facts_{part}")
        changes[f"facts_{part}"] = {name: values[chosen] for name, values in facts.items()}
    return replace(whole, **changes)
