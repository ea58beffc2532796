"""Splitting examples into those for training and those for testing."""

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.errors import DataError, word

SHARE = 1 / 7  # of the examples for testing: 60,000 and 10,000
MOSTLY_EQUAL = 0.5  # share of examples that are equal to another
# apart from the streams of made examples
STREAMS = {"split": (4, 0), "train": (4, 1), "test": (4, 2), "folds": (4, 3)}


def split(
    labels: NDArray[np.int32], seed: int, groups: NDArray[np.integer] | None = None
) -> NDArray[np.bool_]:
    """Which examples are for testing: a seventh of each class, drawn with the seed.

    Each class keeps at least one example for training and, where it has more, gives one for
    testing; groups stay whole, as near to that as they allow.

    Args:
        labels: class numbers, shape (n,); all 0 for a regression.
        seed: decides the draw.
        groups: the group of each example; by default each is a group of its own.

    Raises:
        DataError: nothing would be left for training or for testing.
    """
    counts = np.bincount(labels)
    test_counts = np.where(counts > 1, np.maximum(1, np.round(counts * SHARE)), 0).astype(int)
    rng = _rng(seed, "split")
    if groups is None:
        test = _split_each(labels, test_counts, rng)
    else:
        members = _members(groups)
        rng.shuffle(members)
        test = _split_groups(labels, members, test_counts, counts)
    if not test.any():
        raise DataError(
            "{n} examples can't be split into training and testing; "
            "give each class at least two examples that do not belong together",
            n=len(labels),
        )
    return test


def equal_groups(x: NDArray[Any]) -> NDArray[np.intp] | None:
    """For each example the place of the first that is equal to it, shape (n,).

    None where most have an equal: few different ones are possible then.
    """
    numbers: dict[int, int] = {}
    places = np.array([numbers.setdefault(hash(one.tobytes()), i) for i, one in enumerate(x)])
    return None if (np.bincount(places)[places] > 1).mean() > MOSTLY_EQUAL else places


def join_equal(
    test: NDArray[np.bool_], labels: NDArray[np.int32], x: NDArray[Any]
) -> NDArray[np.bool_]:
    """Put equal examples on one side of a split, that of the first of them.

    Where most have an equal, few different ones are possible, and they stay where they were drawn;
    so they do where a class would be missing on one side.

    Args:
        test: which examples are for testing, shape (n,).
        labels: class numbers, shape (n,); all 0 for a regression.
        x: the examples, shape (n, ...).
    """
    places = equal_groups(x)
    if places is None:
        return test
    joined: NDArray[np.bool_] = test[places]
    for side, before in ((joined, test), (~joined, ~test)):
        if not np.isin(labels[before], labels[side]).all():
            return test
    return joined


def _split_each(
    labels: NDArray[np.int32], test_counts: NDArray[np.intp], rng: np.random.Generator
) -> NDArray[np.bool_]:
    test = np.zeros(len(labels), bool)
    for label, count in enumerate(test_counts):
        test[rng.choice(np.flatnonzero(labels == label), count, replace=False)] = True
    return test


def _split_groups(
    labels: NDArray[np.int32],
    members: list[NDArray[np.intp]],
    test_counts: NDArray[np.intp],
    counts: NDArray[np.intp],
) -> NDArray[np.bool_]:
    """Give whole groups to the test, first those that fit what their classes give."""
    test = np.zeros(len(labels), bool)
    shares = [Counter(labels[member].tolist()) for member in members]
    taken, left, want, most = (
        [0] * len(counts),
        counts.tolist(),
        test_counts.tolist(),
        counts.tolist(),
    )

    def give(number: int, room: list[int]) -> None:
        share = shares[number]
        if all(taken[c] + n <= room[c] and left[c] > n for c, n in share.items()):
            test[members[number]] = True
            for c, n in share.items():
                taken[c] += n
                left[c] -= n

    for number in range(len(members)):
        give(number, want)
    if any(n == 0 for n, c in zip(taken, most, strict=True) if c > 1):  # their groups are large
        for number in sorted(range(len(members)), key=lambda n: len(members[n])):
            if any(taken[c] == 0 for c in shares[number]):
                give(number, most)
    return test


def split_again(
    labels: NDArray[np.int32],
    folds: int,
    seed: int,
    first: NDArray[np.bool_] | None = None,
    groups: NDArray[np.integer] | None = None,
) -> NDArray[np.intp]:
    """Which fold tests each example: every class is dealt out evenly, and groups stay whole.

    Args:
        labels: class numbers, shape (n,); all 0 for a regression.
        folds: how many, at least 2.
        seed: decides the draw.
        first: what fold 0 tests, where that is decided already.
        groups: the group of each example; by default each is a group of its own.

    Returns:
        the numbers of the folds, shape (n,), from 0 without a gap; -1 for an example that is the
        only group of its class, without which the class could not be learned.
    """
    groups = np.arange(len(labels)) if groups is None else groups
    members = _members(groups)
    _rng(seed, "folds").shuffle(members)
    members.sort(key=len, reverse=True)  # large ones while there is room in every fold
    left, numbers = np.bincount(labels), np.full(len(labels), -1)
    holders = np.bincount(np.concatenate([np.unique(labels[m]) for m in members]))
    taken = np.zeros((folds, len(left)), int)
    open_folds = range(folds)
    if first is not None:
        numbers[first] = 0
        open_folds = range(1, folds)
        members = [member for member in members if not first[member[0]]]
    for member in members:
        share = np.bincount(labels[member], minlength=len(left))
        if (holders[share > 0] > 1).all():
            number = min(open_folds, key=lambda k: (taken[k][share > 0].sum(), taken[k].sum(), k))
            taken[number] += share
            numbers[member] = number
    return np.unique(numbers, return_inverse=True)[1] - int((numbers < 0).any())


def keep(data: Dataset, train: int | None, test: int | None) -> Dataset:
    """A part of the examples, drawn with the data's seed.

    Args:
        data: the examples.
        train: how many to keep for training; None: all.
        test: how many to keep for testing; None: all.

    Raises:
        DataError: there are fewer.
    """
    changed = {}
    for part, count in (("train", train), ("test", test)):
        y = getattr(data, f"y_{part}")
        if count is None or count == len(y):
            continue
        if count > len(y):
            raise DataError(
                "there are {n:,} examples for {part}, not {count:,}; ask for fewer",
                n=len(y),
                part=word(part),
                count=count,
            )
        chosen = np.sort(_rng(data.seed, part).choice(len(y), count, replace=False))
        facts = getattr(data, f"facts_{part}")
        changed[f"x_{part}"], changed[f"y_{part}"] = getattr(data, f"x_{part}")[chosen], y[chosen]
        changed[f"facts_{part}"] = {name: values[chosen] for name, values in facts.items()}
        if (groups := getattr(data, f"groups_{part}")) is not None:
            changed[f"groups_{part}"] = groups[chosen]
    return replace(data, **changed) if changed else data


def _members(groups: NDArray[np.integer]) -> list[NDArray[np.intp]]:
    """The examples of each group."""
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order])) + 1
    return np.split(order, starts)


def _rng(seed: int, stream: str) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=STREAMS[stream]))
