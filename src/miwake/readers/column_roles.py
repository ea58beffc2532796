"""The columns of a table: what they are called, and what each is used for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from miwake.errors import DataError, first_of
from miwake.plan import ReaderOptions
from miwake.readers.cells import read_cells
from miwake.readers.columns import Decision
from miwake.readers.frames import Frame

LABELS = ("label", "class", "target", "y")  # what a column to learn is usually called
NAMED = 5  # columns that a message names
MAX_COLUMNS = 100_000


@dataclass(frozen=True)
class Roles:
    """What the columns of a table are used for.

    Attributes:
        label: the column to learn.
        inputs: the columns to learn it from.
        index: the column that is left out because it just counts the rows, if there is one.
    """

    label: str
    inputs: tuple[str, ...]
    index: tuple[Decision, ...]


def name_columns(header: Sequence[str], path: Path) -> tuple[list[str], bool]:
    """Name the columns by a first line, and tell whether it was a header.

    Where it holds numbers it is none, and columns are named column_1 and on.

    Raises:
        DataError: there are too many columns, or two have one name.
    """
    texts = [cell.strip() for cell in header]
    if len(texts) > MAX_COLUMNS:
        raise DataError(
            "{path} has {n:,} columns, more than the {most:,} that a table may "
            "have; save it as arrays, x and y, with np.savez",
            path=path,
            n=len(texts),
            most=MAX_COLUMNS,
        )
    numeric = [_is_number(text) for text in texts]
    if all(numeric) or any("." in text for text, n in zip(texts, numeric, strict=True) if n):
        return [f"column_{i}" for i in range(1, len(texts) + 1)], False
    names = [text or f"column_{i}" for i, text in enumerate(texts, 1)]
    numbers: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        if name in numbers:
            raise DataError(
                "{path} has two columns called {name}, {first} and {then}; rename one",
                path=path,
                name=name,
                first=numbers[name],
                then=number,
            )
        numbers[name] = number
    return names, True


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def choose_roles(frame: Frame, options: ReaderOptions, path: Path) -> Roles:
    """Choose what each column is used for.

    Raises:
        DataError: a column that is named is not there, or none is left to learn from.
    """
    columns = frame.columns
    usual = next((name for label in LABELS for name in columns if name.lower() == label), None)
    label = options.label if options.label is not None else usual or columns[-1]
    named = [label, *options.drop, *options.facts, *([options.group] if options.group else [])]
    for name in named:
        if name not in columns:
            raise DataError(
                "{path} has no column {name}; it has {columns}",
                path=path,
                name=name,
                columns=first_of(columns, NAMED),
            )
    index = _index_column(frame, label)
    inputs = tuple(name for name in columns if name not in {*named, *index})
    if not inputs:
        raise DataError(
            "{path} has no column to learn {label} from; it has {columns}",
            path=path,
            label=label,
            columns=first_of(columns, NAMED),
        )
    return Roles(label, inputs, tuple(Decision(name, left_out="index") for name in index))


def _index_column(frame: Frame, label: str) -> list[str]:
    """A first column without a name that just counts the rows, as pandas writes it."""
    first = frame.columns[0]
    if first not in {"column_1", "__index_level_0__", "Unnamed: 0"} or first == label:
        return []
    if all(name == f"column_{i}" for i, name in enumerate(frame.columns, 1)):
        return []
    reading = read_cells(frame[first])
    counts = reading is not None and frame.height > 1 and bool((np.diff(reading.values) == 1).all())
    return [first] if counts else []
