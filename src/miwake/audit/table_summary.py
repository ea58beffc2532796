"""What the columns of a table are like: each by itself, in its own numbers, dates or texts."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from miwake.audit.table_columns import TableColumn, table_columns
from miwake.dataset import Dataset
from miwake.input_spec import DATES, DAY, Category, TableSpec

BINS = 8  # of a small picture
MOST_COLUMNS = 200  # that are summarized
NAMED = 3  # texts that stand for a range


@dataclass(frozen=True)
class ColumnSummary:
    """One column, over the rows for training.

    Attributes:
        name: the column's.
        kind: what it holds.
        missing: how many rows lack it; of texts also those of which there is one row alone.
        range: the least and the greatest value, or the most frequent texts; without any, empty.
        counts: how many values lie in each of equal parts of the range; of texts how often each
            of the most frequent ones stands there.
        different: how many different values there are.
    """

    name: str
    kind: Literal["number", "date", "text"]
    missing: int
    range: tuple[str, ...]
    counts: tuple[int, ...]
    different: int


def summarize_columns(data: Dataset) -> tuple[ColumnSummary, ...]:
    """Summarise the columns that are inputs; none where the examples are no rows of a table."""
    table = data.reading
    if not isinstance(table, TableSpec) or not len(data.x_train):
        return ()
    columns = table_columns(data)[:MOST_COLUMNS]
    texts = iter(table.categories)
    return tuple(
        _summarize_number(column, data.x_train)
        if column.number
        else _summarize_texts(next(texts), data.x_train[:, column.places[0]])
        for column in columns
    )


def _summarize_number(column: TableColumn, x: NDArray[Any]) -> ColumnSummary:
    assert column.number is not None
    values = x[:, column.places[0]].astype(np.float64)
    if len(column.places) > 1:
        values = values[x[:, column.places[1]] == 0]
    values = values * column.number.scale + column.number.offset
    kind: Literal["number", "date"] = "date" if column.number.style in DATES else "number"
    if not len(values):
        return ColumnSummary(column.name, kind, len(x), (), (), 0)
    ends = (float(values.min()), float(values.max()))
    say = _as_date if kind == "date" else lambda value: f"{value:.6g}{column.number.unit}"
    counts = np.histogram(values, BINS)[0] if ends[0] < ends[1] else np.array([len(values)])
    different = len(np.unique(values))
    named = tuple(say(end) for end in ends[: 1 + (ends[0] < ends[1])])
    missing = len(x) - len(values)
    return ColumnSummary(column.name, kind, missing, named, tuple(counts.tolist()), different)


def _summarize_texts(category: Category, codes: NDArray[Any]) -> ColumnSummary:
    places = codes.astype(int) - category.start
    counts = np.bincount(places, minlength=len(category.values) + 1)
    order = np.argsort(-counts[1:], kind="stable")
    named = tuple(category.values[place] for place in order[:NAMED] if counts[place + 1])
    return ColumnSummary(
        category.name,
        "text",
        int(counts[0]),
        named,
        tuple(counts[1:][order[:BINS]].tolist()),
        int((counts[1:] > 0).sum()),
    )


def _as_date(value: float) -> str:
    return str(np.datetime64(round(value * DAY), "s")).removesuffix("T00:00:00")
