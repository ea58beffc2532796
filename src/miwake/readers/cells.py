"""What the cells of a column hold: numbers, dates or texts, decided by all of them."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from miwake.errors import DataError, Phrase
from miwake.input_spec import DATES
from miwake.readers.frames import Column, polars
from miwake.readers.numerals import (
    CODES,
    DAY,
    OPEN,
    PLAIN,
    Conventions,
    common_unit,
    only_finite,
    read_as,
)

MISSING = (
    "", "NA", "N/A", "n/a", "na", "NaN", "nan", "NULL", "null", "None", "none", "?", "-", "--",
    "#N/A", "inf", "-inf", "Inf", "-Inf", "Infinity", "-Infinity", "欠損", "欠測",
)  # fmt: skip
NEARLY, MOSTLY = 0.9, 0.5  # of the cells are numbers: the column is; it is, where they vary
FEW_KINDS = 5  # of texts that stand in for numbers
FEW = 500  # cells that tell a column of plain texts
SAMPLE = 5000  # different texts that tell a unit, a decimal mark


@dataclass(frozen=True)
class Reading:
    """The cells of a column as numbers.

    Attributes:
        values: shape (n,), NaN where one is missing or is none; dates as days since 1970.
        style: how they are written: one of STYLES.
        unit: what stands beside each.
        odd: the texts that are no numbers, and how many cells hold them, the most frequent first.
        said: a cell that could be read otherwise, and its value; None where there is none.
    """

    values: NDArray[np.float64]
    style: str = "plain"
    unit: str = ""
    odd: dict[str, int] = field(default_factory=dict)
    said: tuple[str, float] | None = None


def holds_cells(column: Column) -> bool:
    """Whether a column holds texts."""
    pl = polars()
    return column.dtype in {pl.String, pl.Categorical, pl.Enum}


def holds_values(column: Column) -> bool:
    """Whether a column holds numbers, dates or nothing."""
    pl = polars()
    numeric = column.dtype.is_numeric() or column.dtype.is_temporal()
    return numeric or column.dtype in {pl.Boolean, pl.Null}


def check_cells(column: Column, at: str | Phrase) -> None:
    """Refuse a column whose values can't be read as texts, such as lists.

    Args:
        column: of any type.
        at: the file, for messages.

    Raises:
        DataError: it holds something else than texts, numbers and dates.
    """
    pl = polars()
    readable = holds_cells(column) or (holds_values(column) and column.dtype != pl.Duration)
    if column.dtype == pl.Binary:
        with suppress(pl.exceptions.ComputeError):  # they are no UTF-8
            readable = column.cast(pl.String).dtype == pl.String
    if not readable:
        raise DataError(
            "{at}: the column {name} holds {dtype}, which is no text, number or date; convert it, "
            "or name another column",
            at=at,
            name=column.name,
            dtype=column.dtype,
        )


def cells(column: Column) -> Column:
    """A column as texts, null where a value is missing."""
    text = column.cast(polars().String).str.strip_chars()
    return text.set(text.is_in(MISSING), None)


def marked_texts(columns: Iterable[Column]) -> list[list[str]]:
    """The different texts of each column that has points, commas or slashes in its cells."""
    texts = [cells(column) for column in columns if holds_cells(column)]
    return [
        text.unique(maintain_order=True).drop_nulls().head(SAMPLE).to_list()
        for text in texts
        if text.str.contains("[.,/]").any()
    ]


def values_of(column: Column) -> NDArray[np.float64]:
    """The values of a column that holds values, NaN where one is missing."""
    pl = polars()
    if column.dtype == pl.Date:
        floats = column.cast(pl.Int32).cast(pl.Float64)
    elif column.dtype == pl.Datetime:
        floats = column.cast(pl.Datetime("us")).cast(pl.Int64).cast(pl.Float64) / DAY
    elif column.dtype.is_temporal():
        floats = column.cast(pl.Int64).cast(pl.Float64)
    else:
        floats = column.cast(pl.Float64)
    return only_finite(floats)


def read_cells(
    column: Column, conventions: Conventions | None = None, *, codes: bool = True
) -> Reading | None:
    """Read a column's cells as numbers; None where they are texts.

    A column that is nearly all numbers is numbers, and the texts between them are named.

    Args:
        column: of any type.
        conventions: those of its file.
        codes: whether codes such as 01907 and 1E2 are texts.
    """
    if holds_values(column):
        return Reading(values_of(column))
    texts = cells(column)
    missing = texts.null_count()
    if missing == len(texts):
        return Reading(np.full(len(texts), np.nan))
    if codes and are_codes(texts):
        return None
    styles = (conventions or Conventions()).styles
    some = texts.drop_nulls().head(20)
    for style in styles:
        if np.isnan(read_as(some, style)).any():
            continue
        values = read_as(texts, style)
        if np.isnan(values).sum() == missing:
            return Reading(values, style, said=_open_cell(texts, style, values))
    return _read_mixed(texts, styles)


def are_codes(texts: Column) -> bool:
    """Whether texts are digits that are no quantity: with zeros in front, or like 1E2."""
    alike = texts.str.contains(CODES)
    share = alike.mean()
    marked = texts.filter(alike.fill_null(value=False)).str.contains(r"[eE]|^0\d\d")
    return bool(share and share >= NEARLY and marked.any())


def _read_mixed(texts: Column, styles: tuple[str, ...]) -> Reading | None:
    """Read texts of which not all are numbers, or which have a unit."""
    filled = texts.drop_nulls()
    some = filled.gather_every(max(1, len(filled) // FEW))
    unit = common_unit(dict.fromkeys(some, 1))
    if min(np.isnan(read_as(some, style, unit)).mean() for style in styles) > 1 - MOSTLY / 2:
        return None
    kinds, counts = filled.unique(maintain_order=True), filled.unique_counts().to_numpy()
    unit = common_unit(dict(zip(kinds.head(SAMPLE), counts.tolist(), strict=False)))
    fitting = {style: ~np.isnan(read_as(kinds, style, unit)) for style in styles}
    style = max(styles, key=lambda one: int(counts[fitting[one]].sum()))
    fits, values = fitting[style], read_as(texts, style, unit)
    share = counts[fits].sum() / counts.sum()
    distinct = np.unique(values[~np.isnan(values)])
    varied = len(distinct) > 20 or (len(distinct) > 5 and bool((distinct % 1 != 0).any()))
    mostly = share >= MOSTLY and (~fits).sum() <= FEW_KINDS and varied and style not in DATES
    if share < NEARLY and not mostly:
        return None
    order = [i for i in np.argsort(-counts, kind="stable") if not fits[i]]
    odd = {kinds[int(i)]: int(counts[i]) for i in order}
    unit = unit if style not in DATES else ""
    return Reading(values, style, unit, odd, _open_cell(texts, style, values))


def _open_cell(texts: Column, style: str, values: NDArray[np.float64]) -> tuple[str, float] | None:
    """A cell that is read otherwise than a plain number, and its value; None where none is."""
    if style in DATES:
        return None
    readable = ~np.isnan(values)
    rewritten = (~texts.str.contains(PLAIN)).fill_null(value=False).to_numpy() & readable
    if not rewritten.any() and style != "plain":
        marked = texts.str.contains("[.,]").fill_null(value=False).to_numpy() & readable
        unclear = texts.str.contains(f"^{OPEN}$").fill_null(value=False).to_numpy()
        rewritten = marked if (unclear | ~marked).all() else rewritten
    where = int(rewritten.argmax())
    return (texts[where], float(values[where])) if rewritten.any() else None
