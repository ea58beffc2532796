"""Text tables as people save them: any delimiter, quoting and encoding, read as columns of text."""

import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from miwake.errors import DataError
from miwake.plan import ReaderOptions
from miwake.readers.column_roles import name_columns
from miwake.readers.frames import polars
from miwake.readers.tables import Sheet, TableReader
from miwake.readers.text_files import decode_text

DELIMITERS = "\t;|, "  # where two fit equally well, the one that is rarer inside a cell
SAMPLE = 50  # lines that decide the delimiter
ROWS = 20_000  # rows that are kept as lists at once


class CsvReader(TableReader):
    """Reads text tables with a line a row."""

    suffixes = predict_suffixes = (".csv", ".tsv", ".tab")

    def read_sheet(self, path: Path, options: ReaderOptions) -> Sheet:  # noqa: ARG002
        """Read the file; it has one sheet."""
        return read_csv(path)


def read_csv(path: Path) -> Sheet:
    """Read a text table: every cell as text, stripped, empty ones as they are.

    Where the first line holds numbers it is no header, and columns are named column_1 and on.

    Raises:
        DataError: it can't be read, or its lines differ in length; the message names the line.
    """
    pl, text = polars(), decode_text(path)
    delimiter = _delimiter(text)
    lines = _lines(text, delimiter, path)
    header = next(lines, None)
    if header is None:
        raise DataError("{path} is empty; give a table with a line of column names", path=path)
    names, is_header = name_columns(header, path)
    first = [] if is_header else [header]
    parts = []
    while rows := [*first, *islice(lines, ROWS)]:
        columns = zip(*rows, strict=True)
        parts.append(
            pl.DataFrame([pl.Series(n, c, pl.String) for n, c in zip(names, columns, strict=True)])
        )
        first = []
    if not parts:
        raise DataError("{path} has column names but no rows; add some", path=path)
    frame = pl.concat(parts).with_columns(pl.all().str.strip_chars())
    return Sheet(frame, delimiter=delimiter)


def _delimiter(text: str) -> str:
    """The delimiter with which most of the first lines have as many cells as the first one."""

    def fit(delimiter: str) -> tuple[float, int]:
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            counts = [len(row) for row in islice(reader, SAMPLE) if row]
        except csv.Error:
            return 0.0, 0
        if not counts or counts[0] < 2:
            return 0.0, 0
        agreed = sum(count == counts[0] for count in counts) / len(counts)
        return agreed, -DELIMITERS.index(delimiter)

    return max(DELIMITERS, key=fit) if any(fit(d)[0] for d in DELIMITERS) else ","


def _lines(text: str, delimiter: str, path: Path) -> Iterator[list[str]]:
    """The cells of each line that is not blank, equally many in each."""
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
