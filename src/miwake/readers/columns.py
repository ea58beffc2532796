"""The columns of a table as numbers: decided once, and applied alike to every row that comes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError, Phrase, first_of
from miwake.input_spec import DATES, NUMERALS, Category, Number, TableSpec
from miwake.readers.cells import (
    Reading,
    are_codes,
    cells,
    check_cells,
    holds_cells,
    holds_values,
    marked_texts,
    read_cells,
    values_of,
)
from miwake.readers.frames import Column, Frame
from miwake.readers.numerals import Conventions, judge_conventions, read_as

LEAST, ENOUGH_ROWS = 2, 20  # rows that a category needs, in a table with enough rows
MAX_CATEGORIES = 1000  # of a column, the most frequent ones
At = str | Phrase  # where cells come from, for messages
MAX_VALUE = 1e30  # so that a square still fits into float32's sums


@dataclass(frozen=True)
class Decision:
    """What a column of a table was taken for.

    Attributes:
        name: the column's.
        input: the number or the category that it is as an input; None if it is left out.
        left_out: why it is left out: "index", "empty", "differ" or "other"; None if it is not.
        reading: its cells as numbers, where they are.
        codes: whether its texts are digits.
    """

    name: str
    input: Number | Category | None = None
    left_out: str | None = None
    reading: Reading | None = None
    codes: bool = False


def decide(column: Column, train: NDArray[np.bool_], conventions: Conventions) -> Decision:
    """Decide what a column is as an input.

    How its cells are written is seen in all rows; everything else in those for training alone.

    Args:
        column: all its cells.
        train: which rows are for training, shape (n,).
        conventions: how the numbers of the file are written.
    """
    if not (holds_cells(column) or holds_values(column)):
        return Decision(column.name, left_out="other")
    reading = read_cells(column, conventions)
    if reading is None:
        category = _fit_category(column, train)
        codes = are_codes(cells(column))
        return Decision(column.name, category, None if category else "differ", codes=codes)
    number = _fit_number(column.name, reading, reading.values[train])
    return Decision(column.name, number, None if number else "empty", reading)


def spec_of(decisions: Sequence[Decision]) -> TableSpec:
    """Put the columns that are inputs together, each category with codes of its own."""
    numbers = [d.input for d in decisions if isinstance(d.input, Number)]
    categories: list[Category] = []
    start = 0
    for category in [d.input for d in decisions if isinstance(d.input, Category)]:
        categories.append(replace(category, start=start))
        start += len(category.values) + 1
    return TableSpec(tuple(numbers), tuple(categories))


def encode(
    frame: Frame, table: TableSpec, at: At, decimal: str | None = None
) -> NDArray[np.float32]:
    """Encode rows as a network's input, shape (n, table.width).

    Args:
        frame: has at least the table's columns, in any order.
        table: what the columns are.
        at: the file, for messages.
        decimal: the decimal mark of the file, where it can be another than that of the training.

    Raises:
        DataError: a column is missing, or a cell is no number where numbers belong.
    """
    lacking = [name for name in table.names if name not in frame.columns]
    if lacking:
        raise DataError(
            "{at} lacks the column {lacking}; it has {columns}",
            at=at,
            lacking=first_of(lacking, 3),
            columns=", ".join(frame.columns[:10]),
        )
    x = np.empty((frame.height, table.width), np.float32)
    for place, number in enumerate(table.numbers):
        with np.errstate(over="ignore"):  # what is beyond float32 is cut off below
            style = _style_in(decimal or table.decimal, number, table.decimal)
            values = _read_numbers(frame[number.name], number, style, at) / number.scale
        values -= number.offset / number.scale
        missing = np.isnan(values)
        x[:, place] = np.clip(np.where(missing, number.fill, values), -MAX_VALUE, MAX_VALUE)
        if number.gaps:
            x[:, len(table.numbers) + table.gaps.index(place)] = missing
    first = len(table.numbers) + len(table.gaps)
    for place, category in enumerate(table.categories):
        codes = {text: code for code, text in enumerate(category.values, category.start + 1)}
        check_cells(frame[category.name], at)
        texts = cells(frame[category.name]).to_list()
        x[:, first + place] = [codes.get(text, category.start) for text in texts]
    return x


def _fit_number(name: str, reading: Reading, values: NDArray[np.float64]) -> Number | None:
    gaps = bool(np.isnan(values).any())
    values = values[~np.isnan(values)]
    if not len(values):
        return None
    largest = float(np.abs(values).max())
    scale = 1.0 if 1e-6 <= largest <= 1e6 or largest == 0 else 10.0 ** np.floor(np.log10(largest))
    scale = float(max(scale, 1e-300))
    scaled = values / scale
    mean, spread = float(scaled.mean()), float(scaled.std())
    offset = mean if abs(mean) > 1000 * spread > 0 else 0.0
    how = (reading.style, offset * scale, scale, mean - offset, gaps, reading.unit)
    return Number(name, *how, tuple(reading.odd))


def _fit_category(column: Column, train: NDArray[np.bool_]) -> Category | None:
    seen = [t for t, n in zip(cells(column), train, strict=True) if n and t is not None]
    texts, counts = np.unique(np.array(seen, str), return_counts=True)
    least = LEAST if train.sum() >= ENOUGH_ROWS else 1
    frequent = np.argsort(-counts, kind="stable")[:MAX_CATEGORIES]
    values = tuple(sorted(str(texts[i]) for i in frequent if counts[i] >= least))
    return Category(column.name, values) if values else None


def encode_new(
    frame: Frame, table: TableSpec, at: At, delimiter: str | None = None
) -> NDArray[np.float32]:
    """Encode new rows as `encode` does, with the decimal mark that is seen in them, if one is.

    Args:
        frame: as of `encode`.
        table: likewise.
        at: likewise.
        delimiter: between the cells of their file; None where there is none.

    Raises:
        DataError: as `encode`.
    """
    numbers = (frame[n.name] for n in table.numbers if n.name in frame.columns)
    own = judge_conventions(marked_texts(numbers), delimiter, table.decimal)
    return encode(frame, table, at, own.decimal)


def _style_in(decimal: str, number: Number, usual: str) -> str:
    """How a column of the training is written in a file with this decimal mark."""
    if decimal == usual or number.style not in NUMERALS:
        return number.style
    return "1.234,5" if decimal == "," else "1,234.5"


def _read_numbers(column: Column, number: Number, style: str, at: At) -> NDArray[np.float64]:
    """A column's values; a cell that is no number in the column's style is an error."""
    if holds_values(column):
        return values_of(column)
    if not holds_cells(column):
        raise DataError(
            "{at}: the column {name} holds {dtype}; give numbers",
            at=at,
            name=number.name,
            dtype=column.dtype,
        )
    texts = cells(column)
    texts = texts.set(texts.is_in(number.odd), None)
    values = read_as(texts, style, number.unit)
    wrong = np.isnan(values) & texts.is_not_null().to_numpy()
    if wrong.any():
        row = int(wrong.argmax())
        what = Phrase("number")
        if style in DATES:
            what = Phrase("date as in training ({style})", style=style)
        raise DataError(
            "{place}: {name} is {cell!r}, which is no {what}; correct it, or leave the cell empty",
            place=at if len(column) == 1 else Phrase("{at}, row {row}", at=at, row=row + 1),
            name=number.name,
            cell=texts[row],
            what=what,
        )
    return values
