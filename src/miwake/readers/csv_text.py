"""Text tables as people meet them: any delimiter, quoting and encoding, read as columns of text."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from miwake.errors import DataError, reason

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

    text = decoded(path)
    delimiter = _delimiter(text)
    lines = _lines(text, delimiter, path)
    header = next(lines, None)
    if header is None:
        raise DataError("{path} is empty; give a table with a line of column names", path=path)
    names, first = _names(header, path)
    parts = []
    while rows := [*first, *islice(lines, ROWS)]:
        columns = zip(*rows, strict=True)
        parts.append(
            pl.DataFrame([pl.Series(n, c, pl.String) for n, c in zip(names, columns, strict=True)])
        )
        first = []
    if not parts:
        raise DataError("{path} has column names but no rows; add some", path=path)
    return pl.concat(parts).with_columns(pl.all().str.strip_chars())


def decoded(path: Path) -> str:
    """The file's text, in the first encoding that it can be in.

    Raises:
        DataError: it can't be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DataError("{path} can't be read ({why})", path=path, why=reason(error)) from error
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
    raise DataError(
        "{path} is no text in {encoding}; save it as UTF-8", path=path, encoding=encodings[0]
    )


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
            raise DataError(
                "{path}, line {line}: {error}; correct the line",
                path=path,
                line=reader.line_num,
                error=error,
            ) from error
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
                "{path}, line {line} has {n:,} cells where the first line has "
                "{width:,}; give each line as many (delimiter {delimiter!r})",
                path=path,
                line=reader.line_num,
                n=len(row),
                width=width,
                delimiter=delimiter,
            )
        yield row


def _names(header: list[str], path: Path) -> tuple[list[str], list[list[str]]]:
    """The names of the columns, and the first line again if it is a row."""
    cells = [cell.strip() for cell in header]
    if len(cells) > MOST_COLUMNS:
        raise DataError(
            "{path} has {n:,} columns, more than the {most:,} that a table may "
            "have; save it as arrays, x and y, with np.savez",
            path=path,
            n=len(cells),
            most=MOST_COLUMNS,
        )
    numeric = [is_number(cell) for cell in cells]
    if all(numeric) or any("." in cell for cell, n in zip(cells, numeric, strict=True) if n):
        return [f"column_{i}" for i in range(1, len(cells) + 1)], [header]
    names = [cell or f"column_{i}" for i, cell in enumerate(cells, 1)]
    places: dict[str, int] = {}
    for place, name in enumerate(names, 1):
        if name in places:
            raise DataError(
                "{path} has two columns called {name}, {first} and {then}; rename one",
                path=path,
                name=name,
                first=places[name],
                then=place,
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
