"""Rows of a table that are no examples: units, sums, the names of the columns once more."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from miwake.errors import first_of
from miwake.findings import Finding
from miwake.readers.cells import MISSING, NEARLY, holds_cells
from miwake.readers.frames import Column, Frame
from miwake.readers.numerals import strip_unit
from miwake.readers.table_findings import note

LEAST = 5  # rows among which one can be told to be a stray
SAMPLE = 200  # rows that tell whether a column holds numbers
SUMS = {
    "total", "totals", "grand total", "sum", "mean", "average", "summe", "gesamt", "mittelwert",
    "total général", "totale", "suma",
    "合計", "総計", "計", "平均", "合计", "总计", "итого", "всего",
}  # fmt: skip


def drop_strays(frame: Frame) -> tuple[Frame, list[Finding]]:
    """Drop the rows that are no examples, and name them."""
    if frame.height < LEAST or not any(map(holds_cells, frame)):
        return frame, []
    strays = _repeats_header(frame)
    strays[0] |= _are_units(frame)
    strays[-1] |= _is_sum(frame)
    if not strays.any():
        return frame, []
    rows = [_as_text(frame.row(int(i))) for i in np.flatnonzero(strays)]
    return frame.filter(~strays), [note("strays", rows=first_of(rows, 3))]


def _repeats_header(frame: Frame) -> NDArray[np.bool_]:
    """Which rows are the names of the columns, shape (n,)."""
    same = np.ones(frame.height, bool)
    for column in frame:
        if not holds_cells(column):
            return np.zeros(frame.height, bool)
        same &= (column == column.name).fill_null(value=False).to_numpy()
    return same


def _are_units(frame: Frame) -> bool:
    """Whether the first row stands in no column of numbers as a number, but as a text of its own.

    Where one column holds numbers, brackets tell; two such texts tell as well.
    """
    columns = [column for column in frame if holds_cells(column) and _holds_numbers(column[1:])]
    texts = [(column[0] or "", column) for column in columns]
    odd = [(text, column) for text, column in texts if not _is_number(text)]
    if not odd or any(_is_number(text) for text, _ in texts):
        return False
    units = [text for text, _ in odd if text not in MISSING]
    once = all((column == text).sum() == 1 for text, column in odd if text not in MISSING)
    in_brackets = [text for text in units if text[0] in "[(" and text[-1] in ")]"]
    return once and (len(units) > 1 or bool(in_brackets))


def _is_sum(frame: Frame) -> bool:
    """Whether the last row says that it is a sum or a mean, as no other does."""
    columns = [column for column in frame if holds_cells(column)]
    named = [c for c in columns if (c[-1] or "").casefold().strip(" :") in SUMS]
    return any((column == column[-1]).sum() == 1 for column in named)


def _holds_numbers(column: Column) -> bool:
    texts = [text for text in column.head(SAMPLE) if text is not None and text not in MISSING]
    return bool(texts) and sum(map(_is_number, texts)) >= NEARLY * len(texts)


def _is_number(text: str) -> bool:
    number = strip_unit(text)[0]
    try:
        float(number.replace(",", ""))
    except ValueError:
        return False
    return True


def _as_text(row: Sequence[object]) -> str:
    return " | ".join("" if cell is None else str(cell) for cell in row[:4])[:60]
