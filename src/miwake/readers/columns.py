"""The columns of a table as numbers: decided once, and applied alike to every row that comes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError, Phrase, first_of
from miwake.input_spec import DATES, STYLES, Category, Number, TableSpec
from miwake.readers.frames import Column, Frame, polars

MISSING = (
    "", "NA", "N/A", "n/a", "na", "NaN", "nan", "NULL", "null", "None", "none", "?", "-", "--",
    "#N/A", "inf", "-inf", "Inf", "-Inf", "Infinity", "-Infinity", "欠損", "欠測",
)  # fmt: skip
POINT, COMMA = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$", r"^[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$"
DAY = 86_400_000_000  # microseconds
LEAST, ENOUGH_ROWS = 2, 20  # rows that a category needs, in a table with enough rows
MAX_CATEGORIES = 1000  # of a column, the most frequent ones
MAX_VALUE = 1e30  # so that a square still fits into float32's sums


@dataclass(frozen=True)
class Decision:
    """What a column of a table was taken for.

    Attributes:
        name: the column's.
        input: the number or the category that it is as an input; None if it is left out.
        left_out: why it is left out: "index", "empty", "differ" or "other"; None if it is not.
    """

    name: str
    input: Number | Category | None = None
    left_out: str | None = None


def decide(column: Column, train: NDArray[np.bool_]) -> Decision:
    """Decide what a column is as an input.

    How its cells are written is seen in all rows; everything else in those for training alone.

    Args:
        column: all its cells.
        train: which rows are for training, shape (n,).
    """
    if not (_holds_cells(column) or _holds_values(column)):
        return Decision(column.name, left_out="other")
    style, values = parse(column)
    if values is None:
        category = _fit_category(column, train)
        return Decision(column.name, category, None if category else "differ")
    number = _fit_number(column.name, style, values[train])
    return Decision(column.name, number, None if number else "empty")


def spec_of(decisions: Sequence[Decision]) -> TableSpec:
    """Put the columns that are inputs together, each category with codes of its own."""
    numbers = [d.input for d in decisions if isinstance(d.input, Number)]
    categories: list[Category] = []
    start = 0
    for category in [d.input for d in decisions if isinstance(d.input, Category)]:
        categories.append(replace(category, start=start))
        start += len(category.values) + 1
    return TableSpec(tuple(numbers), tuple(categories))


def encode(frame: Frame, table: TableSpec, at: str) -> NDArray[np.float32]:
    """Encode rows as a network's input, shape (n, table.width).

    Args:
        frame: has at least the table's columns, in any order.
        table: what the columns are.
        at: the file, for messages.

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
            values = _read_numbers(frame[number.name], number, at) / number.scale
        values -= number.offset / number.scale
        missing = np.isnan(values)
        x[:, place] = np.clip(np.where(missing, number.fill, values), -MAX_VALUE, MAX_VALUE)
        if number.gaps:
            x[:, len(table.numbers) + table.gaps.index(place)] = missing
    first = len(table.numbers) + len(table.gaps)
    for place, category in enumerate(table.categories):
        codes = {text: code for code, text in enumerate(category.values, category.start + 1)}
        texts = cells(frame[category.name]).to_list()
        x[:, first + place] = [codes.get(text, category.start) for text in texts]
    return x


def cells(column: Column) -> Column:
    """Give a column as texts, null where a value is missing."""
    text = column.cast(polars().String).str.strip_chars()
    return text.set(text.is_in(MISSING), None)


def parse(column: Column) -> tuple[str, NDArray[np.float64] | None]:
    """Tell how a column's cells are written, and their values (NaN: missing); None: as texts.

    The values of a column that holds values already are these.
    """
    return parse_cells(column) if _holds_cells(column) else ("plain", _values(column, "plain"))


def parse_cells(column: Column) -> tuple[str, NDArray[np.float64] | None]:
    """Tell how the cells of any column are written once they are texts, and their values."""
    texts = cells(column)
    missing = texts.null_count()
    if missing == len(texts):
        return "plain", np.full(len(texts), np.nan)
    some = texts.drop_nulls().head(20)
    for style in STYLES:
        if np.isnan(_parse_as(some, style)).any():
            continue
        values = _parse_as(texts, style)
        if np.isnan(values).sum() == missing:
            return style, values
    return "text", None


def _holds_cells(column: Column) -> bool:
    pl = polars()
    return column.dtype in {pl.String, pl.Categorical, pl.Enum}


def _holds_values(column: Column) -> bool:
    pl = polars()
    numeric = column.dtype.is_numeric() or column.dtype.is_temporal()
    return numeric or column.dtype in {pl.Boolean, pl.Null}


def _values(column: Column, style: str) -> NDArray[np.float64]:
    """A column's values, NaN where one is missing or is none; dates as days since 1970."""
    pl = polars()
    if _holds_cells(column):
        return _parse_as(cells(column), style)
    if column.dtype == pl.Date:
        floats = column.cast(pl.Int32).cast(pl.Float64)
    elif column.dtype == pl.Datetime:
        floats = column.cast(pl.Datetime("us")).cast(pl.Int64).cast(pl.Float64) / DAY
    elif column.dtype.is_temporal():
        floats = column.cast(pl.Int64).cast(pl.Float64)
    else:
        floats = column.cast(pl.Float64)
    return _only_finite(floats)


def _parse_as(texts: Column, style: str) -> NDArray[np.float64]:
    """The values of texts written in a style, NaN where one is not."""
    pl = polars()
    if style in DATES:
        times = texts.str.to_datetime(style, strict=False, time_unit="us").cast(pl.Int64)
        return np.asarray(times.cast(pl.Float64).to_numpy(), np.float64) / DAY
    if style == "1,234.5":
        grouped = texts.str.contains(POINT)
        texts = texts.zip_with(~grouped, texts.str.replace_all(",", "", literal=True))
    elif style == "1.234,5":
        written = texts.str.contains(COMMA)
        bare = texts.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
        texts = bare.set(~written, None)
    return _only_finite(texts.cast(pl.Float64, strict=False))


def _only_finite(floats: Column) -> NDArray[np.float64]:
    values = floats.to_numpy().astype(np.float64)
    return np.where(np.isfinite(values), values, np.nan)


def _fit_number(name: str, style: str, values: NDArray[np.float64]) -> Number | None:
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
    return Number(name, style, offset * scale, scale, mean - offset, gaps)


def _fit_category(column: Column, train: NDArray[np.bool_]) -> Category | None:
    seen = [t for t, n in zip(cells(column), train, strict=True) if n and t is not None]
    texts, counts = np.unique(np.array(seen, str), return_counts=True)
    least = LEAST if train.sum() >= ENOUGH_ROWS else 1
    frequent = np.argsort(-counts, kind="stable")[:MAX_CATEGORIES]
    values = tuple(sorted(str(texts[i]) for i in frequent if counts[i] >= least))
    return Category(column.name, values) if values else None


def _read_numbers(column: Column, number: Number, at: str) -> NDArray[np.float64]:
    """A column's values; a cell that is no number in the column's style is an error."""
    if not (_holds_cells(column) or _holds_values(column)):
        raise DataError(
            "{at}: the column {name} holds {dtype}; give numbers",
            at=at,
            name=number.name,
            dtype=column.dtype,
        )
    values = _values(column, number.style)
    if not _holds_cells(column):
        return values
    texts = cells(column)
    wrong = np.isnan(values) & texts.is_not_null().to_numpy()
    if wrong.any():
        row = int(wrong.argmax())
        raise DataError(
            "{at}, row {row}: {name} is {cell!r}, which is no {what} as in "
            "training ({style}); correct it, or leave the cell empty",
            at=at,
            row=row + 1,
            name=number.name,
            cell=texts[row],
            what=Phrase("date") if number.style in DATES else Phrase("number"),
            style=number.style,
        )
    return values
