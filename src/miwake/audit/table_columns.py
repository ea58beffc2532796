"""The columns of a table among the numbers of its rows, and which of them are identifiers."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.input_spec import Number, TableSpec

NEARLY_ALL, HALF = 0.95, 0.5  # of the numbers, or of the texts, are different in an identifier
LEAST = 20  # rows from which that says something
WHOLE = 1e-3  # how far float32 may be from a whole number
SAMPLE, PARTS = 2_000, 16  # rows that are looked at for the best columns, and parts of each
NAMES = re.compile(
    r"(?i:(^|[\W_])(id|no|nr|num|number|code|key|uuid|index|serial|ticket)$)"
    r"|[a-z](Id|ID|No|Nr|Number|Code|Key)$|番号$"
)


@dataclass(frozen=True)
class TableColumn:
    """A column of a table.

    Attributes:
        name: the column's.
        places: of its numbers in a row: the value or the code, and whether it is missing.
        number: how its numbers are written; None for texts.
    """

    name: str
    places: tuple[int, ...]
    number: Number | None = None


def table_columns(data: Dataset) -> tuple[TableColumn, ...]:
    """List the columns that are inputs; none where the examples are no rows of a table."""
    table = data.reading
    if not isinstance(table, TableSpec):
        return ()
    n = len(table.numbers)
    gaps = {number: n + place for place, number in enumerate(table.gaps)}
    numbers = [
        TableColumn(number.name, (i, gaps[i]) if i in gaps else (i,), number)
        for i, number in enumerate(table.numbers)
    ]
    first = n + len(gaps)
    texts = [TableColumn(c.name, (first + i,)) for i, c in enumerate(table.categories)]
    return (*numbers, *texts)


def is_identifier(column: TableColumn, x: NDArray[Any]) -> bool:
    """Tell whether a column names the rows: a number or text of its own in nearly all of them.

    Numbers must be whole, and be called so or count from 0 or 1 without gaps: amounts differ, too.

    Args:
        column: one that is an input.
        x: rows, shape (n, k).
    """
    values = x[:, column.places[0]].astype(np.float64)
    if len(column.places) > 1:
        values = values[x[:, column.places[1]] == 0]
    if len(values) < LEAST:
        return False
    named = bool(NAMES.search(column.name))
    different = len(np.unique(values)) / len(values)
    if column.number is None:  # texts that stand in one row alone share a code, as gaps do
        return different > HALF or (named and (values == values.min()).mean() > HALF)
    if different < NEARLY_ALL or column.number.style != "plain":
        return False
    numbers = values * column.number.scale + column.number.offset
    counts = numbers.min().round() in (0, 1) and numbers.max() <= 2 * len(numbers)
    return bool(are_whole(column, x) and (counts or named))


def are_whole(column: TableColumn, x: NDArray[Any]) -> bool:
    """Tell whether a column holds whole numbers; codes of texts are."""
    if column.number is None:
        return True
    values = x[:, column.places[0]].astype(np.float64)
    if len(column.places) > 1:
        values = values[x[:, column.places[1]] == 0]
    numbers = values * column.number.scale + column.number.offset
    return bool(len(numbers)) and float(np.abs(numbers - numbers.round()).max()) < WHOLE


def best_columns(x: NDArray[Any], y: NDArray[Any], classes: int, most: int) -> NDArray[np.intp]:
    """Choose the numbers of a row that go along with the label most, whichever way they do.

    Each is cut into parts of equal size, and how far their labels differ is compared.

    Args:
        x: rows for training, shape (n, k).
        y: class numbers or values, shape (n,).
        classes: how many classes there are; 0 for a regression.
        most: how many to choose.

    Returns:
        their places, rising, shape (most,).
    """
    x, y = x[:SAMPLE], y[:SAMPLE].astype(np.float64)
    labels = np.eye(classes)[y.astype(int)] if classes else (y - y.mean())[:, None]
    shares = np.linspace(0, 1, PARTS + 1)[1:-1]
    told = np.zeros(x.shape[1])
    for place in range(x.shape[1]):
        part = np.searchsorted(np.unique(np.quantile(x[:, place], shares)), x[:, place])
        counts = np.bincount(part)[:, None]
        sums = np.stack([np.bincount(part, label) for label in labels.T], axis=1)
        told[place] = (sums**2 / np.maximum(counts, 1)).sum()
    return np.sort(np.argsort(-told, kind="stable")[:most])
