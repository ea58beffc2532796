"""The columns of a table as numbers: found out once, and applied alike to every row that comes."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError, Phrase, first_of
from miwake.input_spec import DATES, STYLES, Category, Number, TableSpec

if TYPE_CHECKING:
    import polars as pl

MISSING = (
    "", "NA", "N/A", "n/a", "na", "NaN", "nan", "NULL", "null", "None", "none", "?", "-", "--",
    "#N/A", "inf", "-inf", "Inf", "-Inf", "Infinity", "-Infinity", "欠損", "欠測",
)  # fmt: skip
POINT, COMMA = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$", r"^[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$"
DAY = 86_400_000_000  # microseconds
LEAST, ENOUGH_ROWS = 2, 20  # rows that a category needs, in a table with enough rows
MOST = 1000  # categories of a column, the most frequent ones
LARGEST = 1e30  # so that a square still fits into float32's sums


def fit_table(frame: "pl.DataFrame", train: NDArray[np.bool_]) -> tuple[TableSpec, dict[str, str]]:
    """The table that a frame's columns are, and why some are left out, by name.

    How cells are written is seen in all rows; everything else in the rows for training alone.

    Args:
        frame: the columns that are to be inputs.
        train: which rows are for training, shape (n,).
    """
    numbers: list[Number] = []
    categories: list[Category] = []
    left: dict[str, str] = {}
    for column in frame:
        kind = _kind(column)
        if kind is None:
            left[column.name] = "other"
            continue
        style, values = style_of(column) if kind == "cells" else ("plain", None)
        if kind == "values" or values is not None:
            found = _values(column, style) if values is None else values
            number = _fit_number(column.name, style, found[train])
            numbers.append(number) if number else left.setdefault(column.name, "empty")
        else:
            category = _fit_category(column, train)
            categories.append(category) if category else left.setdefault(column.name, "differ")
    start = 0
    for place, category in enumerate(categories):
        categories[place] = replace(category, start=start)
        start += len(category.values) + 1
    return TableSpec(tuple(numbers), tuple(categories)), left


def encode(frame: "pl.DataFrame", table: TableSpec, at: str) -> NDArray[np.float32]:
    """Rows as a network's input, shape (n, table.width).

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
            values = _checked(frame[number.name], number, at) / number.scale
        values -= number.offset / number.scale
        missing = np.isnan(values)
        x[:, place] = np.clip(np.where(missing, number.fill, values), -LARGEST, LARGEST)
        if number.gaps:
            x[:, len(table.numbers) + table.gaps.index(place)] = missing
    first = len(table.numbers) + len(table.gaps)
    for place, category in enumerate(table.categories):
        codes = {text: code for code, text in enumerate(category.values, category.start + 1)}
        texts = cells(frame[category.name]).to_list()
        x[:, first + place] = [codes.get(text, category.start) for text in texts]
    return x


def cells(column: "pl.Series") -> "pl.Series":
    """A column as texts, null where a value is missing."""
    import polars as pl

    text = column.cast(pl.String).str.strip_chars()
    return text.set(text.is_in(MISSING), None)


def style_of(column: "pl.Series") -> tuple[str, NDArray[np.float64] | None]:
    """How the cells of a column are written, and their values (NaN: missing); None: as texts."""
    texts = cells(column)
    missing = texts.null_count()
    if missing == len(texts):
        return "plain", np.full(len(texts), np.nan)
    some = texts.drop_nulls().head(20)
    for style in STYLES:
        if np.isnan(_parse(some, style)).any():
            continue
        values = _parse(texts, style)
        if np.isnan(values).sum() == missing:
            return style, values
    return "text", None


def _kind(column: "pl.Series") -> str | None:
    """Whether a column holds cells to read, or values; None if neither."""
    import polars as pl

    if column.dtype in {pl.String, pl.Categorical, pl.Enum}:
        return "cells"
    known = column.dtype.is_numeric() or column.dtype.is_temporal()
    return "values" if known or column.dtype in {pl.Boolean, pl.Null} else None


def _values(column: "pl.Series", style: str) -> NDArray[np.float64]:
    """A column's values, NaN where one is missing or is none; dates as days since 1970."""
    import polars as pl

    if _kind(column) == "cells":
        return _parse(cells(column), style)
    if column.dtype == pl.Date:
        found = column.cast(pl.Int32).cast(pl.Float64)
    elif column.dtype == pl.Datetime:
        found = column.cast(pl.Datetime("us")).cast(pl.Int64).cast(pl.Float64) / DAY
    elif column.dtype.is_temporal():
        found = column.cast(pl.Int64).cast(pl.Float64)
    else:
        found = column.cast(pl.Float64)
    values = found.to_numpy().astype(np.float64)
    return np.where(np.isfinite(values), values, np.nan)


def _parse(texts: "pl.Series", style: str) -> NDArray[np.float64]:
    import polars as pl

    if style in DATES:
        found = texts.str.to_datetime(style, strict=False, time_unit="us").cast(pl.Int64)
        return np.asarray(found.cast(pl.Float64).to_numpy(), np.float64) / DAY
    if style == "1,234.5":
        grouped = texts.str.contains(POINT)
        texts = texts.zip_with(~grouped, texts.str.replace_all(",", "", literal=True))
    elif style == "1.234,5":
        written = texts.str.contains(COMMA)
        bare = texts.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
        texts = bare.set(~written, None)
    values = texts.cast(pl.Float64, strict=False).to_numpy().astype(np.float64)
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


def _fit_category(column: "pl.Series", train: NDArray[np.bool_]) -> Category | None:
    texts, counts = np.unique(
        np.array(
            [t for t, n in zip(cells(column), train, strict=True) if n and t is not None], str
        ),
        return_counts=True,
    )
    least = LEAST if train.sum() >= ENOUGH_ROWS else 1
    kept = np.argsort(-counts, kind="stable")[:MOST]
    values = tuple(sorted(str(texts[i]) for i in kept if counts[i] >= least))
    return Category(column.name, values) if values else None


def _checked(column: "pl.Series", number: Number, at: str) -> NDArray[np.float64]:
    """A column's values; a cell that is no number in the column's style is an error."""
    if _kind(column) is None:
        raise DataError(
            "{at}: the column {name} holds {dtype}; give numbers",
            at=at,
            name=number.name,
            dtype=column.dtype,
        )
    values = _values(column, number.style)
    if _kind(column) == "cells":
        texts = cells(column)
        wrong = np.isnan(values) & texts.is_not_null().to_numpy()
        if wrong.any():
            row = int(wrong.argmax())
            what = Phrase("date") if number.style in DATES else Phrase("number")
            raise DataError(
                "{at}, row {row}: {name} is {cell!r}, which is no {what} as in "
                "training ({style}); correct it, or leave the cell empty",
                at=at,
                row=row + 1,
                name=number.name,
                cell=texts[row],
                what=what,
                style=number.style,
            )
    return values
