"""The columns of a table as numbers: found out once, and applied alike to every row that comes."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError, Phrase, first_of

if TYPE_CHECKING:
    import polars as pl

MISSING = (
    "", "NA", "N/A", "n/a", "na", "NaN", "nan", "NULL", "null", "None", "none", "?", "-", "--",
    "#N/A", "inf", "-inf", "Inf", "-Inf", "Infinity", "-Infinity", "欠損", "欠測",
)  # fmt: skip
DATES = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y",
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S%.f",
    "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M",
)  # fmt: skip
POINT, COMMA = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$", r"^[+-]?(\d+|\d{1,3}(\.\d{3})+)(,\d+)?$"
STYLES = ("plain", "1,234.5", "1.234,5", *DATES)
DAY = 86_400_000_000  # microseconds
LEAST, ENOUGH_ROWS = 2, 20  # rows that a category needs, in a table with enough rows
MOST = 1000  # categories of a column, the most frequent ones
LARGEST = 1e30  # so that a square still fits into float32's sums


@dataclass(frozen=True)
class Number:
    """A column of numbers or dates: (value - offset) / scale is what a network gets.

    Attributes:
        name: the column's.
        style: how its cells are written: one of STYLES.
        offset, scale: keep float32 exact where values are large beside their differences.
        fill: what stands for a missing value: the mean over the rows for training.
        gaps: whether rows for training lack it, so that a further input says which.
    """

    name: str
    style: str
    offset: float = 0.0
    scale: float = 1.0
    fill: float = 0.0
    gaps: bool = False


@dataclass(frozen=True)
class Category:
    """A column of texts: the code of a text is `start` plus 1, 2 ...; of any other it is `start`.

    Attributes:
        name: the column's.
        values: the texts that the rows for training have.
        start: the first code, apart from those of other columns.
    """

    name: str
    values: tuple[str, ...]
    start: int = 0


@dataclass(frozen=True)
class Table:
    """The columns that are inputs. A row becomes the numbers, the gaps among them, the codes."""

    numbers: tuple[Number, ...]
    categories: tuple[Category, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return (*(n.name for n in self.numbers), *(c.name for c in self.categories))

    @property
    def gaps(self) -> tuple[int, ...]:
        """Which of the numbers have gaps."""
        return tuple(i for i, number in enumerate(self.numbers) if number.gaps)

    @property
    def codes(self) -> int:
        """How many codes there are."""
        return sum(len(category.values) + 1 for category in self.categories)

    @property
    def width(self) -> int:
        """How many numbers a row becomes."""
        return len(self.numbers) + len(self.gaps) + len(self.categories)

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> "Table":
        """A table from plain data; KeyError, TypeError or ValueError where it is none."""
        numbers = tuple(Number(**number) for number in found["numbers"])
        if not {number.style for number in numbers} <= set(STYLES):
            raise ValueError("a column has no known style")
        categories = tuple(
            Category(str(c["name"]), tuple(map(str, c["values"])), int(c["start"]))
            for c in found["categories"]
        )
        return cls(numbers, categories)


def fit_table(frame: "pl.DataFrame", train: NDArray[np.bool_]) -> tuple[Table, dict[str, str]]:
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
    return Table(tuple(numbers), tuple(categories)), left


def encode(frame: "pl.DataFrame", table: Table, at: str) -> NDArray[np.float32]:
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
