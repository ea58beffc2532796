"""What a look at the examples themselves has to say: figures in, checks out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.audit.baseline_scores import TriedView
from miwake.audit.class_statistics import ClassStatistics
from miwake.audit.duplicates import Copies
from miwake.dataset import Dataset
from miwake.findings import Finding

UNEVEN, IMBALANCED = 1.5, 10.0  # times the smallest class
TINY_TRAIN, TINY_TEST = 20, 10  # examples
MANY = 0.01  # share of the test examples from which copies spoil the result
GIVES_AWAY = 0.8  # of the way from chance to always right
SAME = 0.999  # correlation from which a number of the input is the fact
SAMPLE = 2_000  # examples that facts are looked for in
MOST_PLACES = 4_096

Statistics = Mapping[str, ClassStatistics]


def check_balance(
    statistics: Statistics, classes: Sequence[str], chance: float
) -> Iterator[Finding]:
    """How many examples the classes have; nothing for a regression."""
    train = {name: statistics[name].n for name in classes}
    test = {name: statistics[name].n_test for name in classes}
    for part, counts in (("train", train), ("test", test)):
        none = [name for name, n in counts.items() if n == 0]
        if none:
            yield Finding("balance", "bad", f"class_missing_{part}", {"names": ", ".join(none)})
    tiny = [n for n in classes if 0 < train[n] < TINY_TRAIN or 0 < test[n] < TINY_TEST]
    if tiny:
        least = {"train": min(train[n] for n in tiny), "test": min(test[n] for n in tiny)}
        yield Finding("balance", "warning", "class_tiny", {"names": ", ".join(tiny)} | least)
    if classes and min(train.values()) > 0:
        yield _balance(train, chance)


def _balance(counts: Mapping[str, int], chance: float) -> Finding:
    smallest, largest = min(counts, key=counts.__getitem__), max(counts, key=counts.__getitem__)
    ratio = counts[largest] / counts[smallest]
    values = {"least": counts[smallest], "most": counts[largest]}
    if ratio < UNEVEN:
        return Finding("balance", "good", "balanced" if ratio > 1 else "equal", values)
    named = {"smallest": smallest, "largest": largest, "chance": chance}
    if ratio < IMBALANCED:
        return Finding("balance", "note", "uneven", values | named)
    return Finding("balance", "warning", "imbalanced", values | named)


def check_constants(statistics: Statistics) -> Iterator[Finding]:
    """Examples that are all the same, or hold one number throughout."""
    alike = [name for name, found in statistics.items() if found.alike]
    there = [found for found in statistics.values() if found.n]
    if alike and len(alike) == len(there) and len({found.mean for found in there}) == 1:
        yield Finding("constant", "bad", "all_alike")
    elif alike:
        yield Finding("constant", "warning", "class_alike", {"names": ", ".join(alike)})
    blank = {name: found.blank for name, found in statistics.items()}
    count, total = sum(blank.values()), sum(found.n for found in statistics.values())
    if count and not alike:
        half = any(found.n < 2 * found.blank for found in statistics.values())
        largest = max(blank, key=blank.__getitem__)
        values = {"count": count, "share": count / total, "largest": largest}
        yield Finding("constant", "warning" if half else "note", "blank", values)


def check_copies(copies: Copies, classes: Sequence[str]) -> Iterator[Finding]:
    """Test examples that are, or nearly are, training examples, and repeats."""
    count, share = len(copies.copied), len(copies.copied) / max(1, copies.compared)
    values = {"count": count, "compared": copies.compared, "share": share}
    many = share >= MANY
    if count and copies.beyond_luck:
        yield Finding("copies", "bad" if many else "warning", "copied", values)
    elif count:
        yield Finding("copies", "warning" if many else "note", "coinciding", values)
    if copies.near:
        test, train = copies.near[0]
        many = len(copies.near) >= MANY * copies.compared
        values = {"count": len(copies.near), "test": test, "train": train}
        yield Finding("near_copies", "bad" if many else "warning", "near_copies", values)
    if not count and not copies.near and copies.compared:
        yield Finding("copies", "good", "copies_none", {"compared": copies.compared})
    if copies.contradicting and classes:
        yield Finding("contradicting", "warning", "contradicting", {"count": copies.contradicting})
    if copies.train_repeats or copies.test_repeats:
        values = {"train": copies.train_repeats, "test": copies.test_repeats}
        yield Finding("repeats", "note", "repeats", values)


def check_facts(data: Dataset, facts: Sequence[TriedView], chance: float) -> Iterator[Finding]:
    """Facts that give the label away and stand in the input; elsewhere they do no harm."""
    for trial in facts:
        name = trial.view.removeprefix("fact:")
        values = data.facts_train[name][:SAMPLE]
        if trial.gain(chance) >= GIVES_AWAY and values.dtype.kind in "biuf":
            place = _place_of(values, data.x_train[:SAMPLE].reshape(len(values), -1))
            if place is not None:
                told = {"fact": name, "score": trial.accuracy, "place": place + 1}
                yield Finding("fact_in_input", "warning", "fact_in_input", told)


def _place_of(values: NDArray[Any], rows: NDArray[Any]) -> int | None:
    """Which number of the examples goes along with these values, if one does."""
    with np.errstate(all="ignore"):
        numbers = rows[:, :MOST_PLACES].astype(np.float64)
        apart = np.nan_to_num(numbers - numbers.mean(axis=0))
        other = np.nan_to_num(values - values.mean(dtype=np.float64))
        length = np.linalg.norm(apart, axis=0) * np.linalg.norm(other)
        alike = np.nan_to_num(np.abs(other @ apart) / length)
    place = int(alike.argmax())
    return place if alike[place] > SAME else None
