"""Text tables as people meet them: any delimiter, quoting and encoding, read as columns of text."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from miwake.errors import DataError

if TYPE_CHECKING:
    import polars as pl

DELIMITERS = "\t;|, "  # where two fit equally well, the one that is rarer inside a cell
LOOKED_AT = 50  # lines that decide the delimiter
ROWS = 20_000  # rows that are kept as lists at once
MOST_COLUMNS = 100_000


def read_text_table(path: Path) -> "pl.DataFrame":
    """A text table: every cell as text, stripped, empty ones as they are.

    Where the first line holds numbers it is no header, and columns are named column_1 and on.

    Raises:
        DataError: it can't be read, or its lines differ in length; the message names the line.
    """
    import polars as pl

    text = _decode(path)
    delimiter = _delimiter(text)
    lines = _lines(text, delimiter, path)
    header = next(lines, None)
    if header is None:
        raise DataError(f"{path} is empty; give a table with a line of column names")
    names, first = _names(header, path)
    parts = []
    while rows := [*first, *islice(lines, ROWS)]:
        columns = zip(*rows, strict=True)
        parts.append(
            pl.DataFrame([pl.Series(n, c, pl.String) for n, c in zip(names, columns, strict=True)])
        )
        first = []
    if not parts:
        raise DataError(f"{path} has column names but no rows; add some")
    return pl.concat(parts).with_columns(pl.all().str.strip_chars())


def _decode(path: Path) -> str:
    """The file's text, in the first encoding that it can be in."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError(f"{path} can't be read ({error.strerror})") from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data[:200]:  # every other byte of plain letters
        little = data[1:200:2].count(0) >= data[0:200:2].count(0)
        encodings = ["utf-16-le" if little else "utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp932", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError(f"{path} is no text in {encodings[0]}; save it as UTF-8")


def _delimiter(text: str) -> str:
    """The delimiter with which most of the first lines have as many cells as the first one."""

    def fit(delimiter: str) -> tuple[float, int]:
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            counts = [len(row) for row in islice(reader, LOOKED_AT) if row]
        except csv.Error:
            return 0.0, 0
        if not counts or counts[0] < 2:
            return 0.0, 0
        agreed = sum(count == counts[0] for count in counts) / len(counts)
        return agreed, -DELIMITERS.index(delimiter)

    return max(DELIMITERS, key=fit) if any(fit(d)[0] for d in DELIMITERS) else ","


def _lines(text: str, delimiter: str, path: Path) -> Iterator[list[str]]:
    """The cells of each line that is not blank, as many in each."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    width = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise DataError(f"{path}, line {reader.line_num}: {error}; correct the line") from error
        if row is None:
            return
        blank = not any(cell.strip() for cell in row)
        if not row or (blank and (len(row) != width or width == 1)):
            continue
        width = width or len(row)
        if len(row) > width and not any(row[width:]):
            row = row[:width]  # delimiters at the end of the line
        if len(row) != width:
            raise DataError(
                f"{path}, line {reader.line_num} has {len(row):,} cells where the first line has "
                f"{width:,}; give each line as many (delimiter {delimiter!r})"
            )
        yield row


def _names(header: list[str], path: Path) -> tuple[list[str], list[list[str]]]:
    """The names of the columns, and the first line again if it is a row."""
    cells = [cell.strip() for cell in header]
    if len(cells) > MOST_COLUMNS:
        raise DataError(
            f"{path} has {len(cells):,} columns, more than the {MOST_COLUMNS:,} that a table may "
            "have; save it as arrays, x and y, with np.savez"
        )
    numeric = [is_number(cell) for cell in cells]
    if all(numeric) or any("." in cell for cell, n in zip(cells, numeric, strict=True) if n):
        return [f"column_{i}" for i in range(1, len(cells) + 1)], [header]
    names = [cell or f"column_{i}" for i, cell in enumerate(cells, 1)]
    places: dict[str, int] = {}
    for place, name in enumerate(names, 1):
        if name in places:
            raise DataError(
                f"{path} has two columns called {name}, {places[name]} and {place}; rename one"
            )
        places[name] = place
    return names, []


def is_number(cell: str) -> bool:
    """Whether a cell is a plain number."""
    try:
        float(cell)
    except ValueError:
        return False
    return True
