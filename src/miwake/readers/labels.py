"""Labels as a user's files hold them, as class numbers or as values to learn."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError, Phrase
from miwake.findings import Finding

MANY = 20  # different numbers above which a label is rather a quantity than a name


@dataclass(frozen=True)
class Labels:
    """What is to be learned.

    Attributes:
        y: class numbers, int32; or values, float32, where `classes` is empty.
        classes: the labels, in the order of their numbers.
        notes: what is to be said about them.
    """

    y: NDArray[Any]
    classes: tuple[str, ...]
    notes: tuple[Finding, ...] = ()


def read_labels(values: NDArray[Any], name: str, at: str, regression: bool | None = None) -> Labels:
    """Labels of any type: texts and few numbers are classes, many numbers a quantity.

    Args:
        values: shape (n,), of numbers or texts; or (n, classes), a 1 in the column of the class.
        name: what the label is called.
        at: the file, for messages.
        regression: whether their value is to be learned; None: what they look like.

    Raises:
        DataError: they are no labels, all alike, or all different.
    """
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if is_one_hot(values):
        return _read_one_hot(values, name, at, regression)
    if values.ndim != 1 or values.dtype.kind not in "biufU":
        raise DataError(
            "{at}: {name} has shape {shape} and type {dtype}; give one number or "
            "one text an example",
            at=at,
            name=name,
            shape=values.shape,
            dtype=values.dtype,
        )
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        raise DataError(
            "{at}: {name} holds NaN or infinite numbers; give finite ones", at=at, name=name
        )
    unique, numbers = np.unique(values, return_inverse=True)
    if len(unique) < 2:
        what = Phrase("no label")
        if len(unique):
            what = Phrase("the one label {label}", label=unique[0])
        raise DataError(
            "{at}: {name} has {what}; it takes at least two to tell apart",
            at=at,
            name=name,
            what=what,
        )
    if regression and unique.dtype.kind not in "biuf":
        raise DataError(
            "{at}: {name} holds texts such as {text!r}, which have no value to learn; "
            "drop {--regression}, or name another column with {--label}",
            at=at,
            name=name,
            text=str(unique[0]),
        )
    if is_quantity(unique, len(values)) if regression is None else regression:
        note = Finding("data", "note", "data.regression", {"label": name, "n": len(unique)})
        return Labels(_as_float32(values, f"{at}: {name}"), (), (note,) * (regression is None))
    if len(unique) == len(values) and len(unique) > 2:
        raise DataError(
            "{at}: {name} differs in each of the {n:,} examples, so nothing can be "
            "learned from one for another; name another label",
            at=at,
            name=name,
            n=len(unique),
        )
    return Labels(numbers.astype(np.int32), tuple(map(_name, unique)))


def is_quantity(unique: NDArray[Any], n: int) -> bool:
    """Whether different labels are a quantity: many numbers that do not just count classes.

    Args:
        unique: the labels, each once, sorted.
        n: how many examples have them.
    """
    if unique.dtype.kind not in "iuf" or len(unique) <= MANY:
        return unique.dtype.kind == "f" and len(unique) == n and bool((unique % 1 != 0).any())
    first = unique[0]
    counting = first in (0, 1) and bool((unique == first + np.arange(len(unique))).all())
    return not (counting and len(unique) <= n / 10)


def few_labels(
    y: NDArray[np.int32], classes: tuple[str, ...], few: int = 10
) -> tuple[Finding, ...]:
    """A warning for each class that has next to no examples beside the largest (at most three)."""
    counts = np.bincount(y, minlength=len(classes))
    rare = [n for n in np.argsort(counts, kind="stable") if 0 < counts[n] * 20 < counts.max()]
    return tuple(
        Finding(
            "data",
            "warning",
            "data.few",
            {"label": classes[n], "n": int(counts[n]), "most": int(counts.max())},
        )
        for n in rare[:3]
        if counts[n] < few
    )


def _as_float32(values: NDArray[Any], at: str) -> NDArray[np.float32]:
    with np.errstate(over="ignore"):
        floats = values.astype(np.float32)
    if not np.isfinite(floats).all():
        raise DataError(
            "{at} reaches {most:.3g}; give it in larger units", at=at, most=np.abs(values).max()
        )
    return floats


def _name(label: Any) -> str:
    """A label as text; 3.0 is 3."""
    whole = isinstance(label, np.floating) and float(label).is_integer()
    return str(int(label)) if whole else str(label)


def _read_one_hot(values: NDArray[Any], name: str, at: str, regression: bool | None) -> Labels:
    labels = read_labels(values.argmax(axis=1), name, at, regression)
    told = {"label": name, "n": values.shape[1]}
    note = Finding("data", "note", "data.one_hot_array", told)
    return Labels(labels.y, labels.classes, (*labels.notes, note))


def is_one_hot(values: NDArray[Any]) -> bool:
    """Tell whether rows hold a 1 in one column each, and 0 elsewhere."""
    if values.ndim != 2 or values.shape[1] < 2 or values.dtype.kind not in "biuf":
        return False
    with np.errstate(invalid="ignore"):
        ones = (values == 1).sum(axis=1) == 1
        zeros = (values == 0).sum(axis=1) == values.shape[1] - 1
    return bool(len(values)) and bool((ones & zeros).all())


def spellings(classes: Iterable[str]) -> list[str]:
    """List the names of classes that differ in nothing but how they are written, as A / a."""
    named: dict[str, list[str]] = {}
    for label in classes:
        named.setdefault(_spelling(label), []).append(label)
    return [" / ".join(names) for names in named.values() if len(names) > 1]


def _spelling(label: str) -> str:
    """A label without what people write in several ways: case, blanks, a point at the end."""
    text = unicodedata.normalize("NFKC", label).casefold().rstrip(".,;:!")
    text = "".join(text.replace("_", " ").split())
    try:
        value = float(text)
    except ValueError:
        return text
    return repr(value) if np.isfinite(value) else text
