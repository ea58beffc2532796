"""Text tables: any delimiter, quoting and encoding, read as columns of text."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from miwake.errors import DataError, first_of
from miwake.findings import Finding
from miwake.input_spec import TableSpec
from miwake.plan import ReaderOptions
from miwake.readers.delimited import Lines
from miwake.readers.frames import polars
from miwake.readers.header import ROWS, Header, read_header
from miwake.readers.table_findings import NAMED, header_findings, note
from miwake.readers.tables import Sheet, TableReader
from miwake.readers.text_files import Text, read_text

CHUNK = 20_000  # rows that are kept as lists at once


class CsvReader(TableReader):
    """Reads text tables with a line a row."""

    suffixes = predict_suffixes = (".csv", ".tsv", ".tab")
    options = (*TableReader.options, "header")

    def read_sheet(self, path: Path, options: ReaderOptions) -> Sheet:
        """Read the file; it has one sheet."""
        return read_csv(path, options.header)

    def read_new_rows(self, path: Path, table: TableSpec) -> Sheet:
        """Read new rows, whose first line holds names if one is known."""
        return read_csv(path, trained_on=table.names)


def read_csv(path: Path, header: bool | None = None, trained_on: Sequence[str] = ()) -> Sheet:
    """Read a text table: every cell as text, stripped, empty ones as they are.

    Args:
        path: the file.
        header: whether its first line holds the names of the columns; None: as it looks.
        trained_on: names that a network was trained on.

    Raises:
        DataError: it can't be read, or its lines differ in length; the message names the line.
    """
    pl, text = polars(), read_text(path)
    lines = Lines.of(path, text.text)
    rows = iter(lines)
    first = next(rows, None)
    if first is None:
        raise DataError("{path} is empty; give a table with a line of column names", path=path)
    chunk = list(islice(rows, CHUNK))
    names = read_header(first, chunk[:ROWS], path, header, trained_on)
    chunk = chunk if names.there else [first, *chunk]
    parts = []
    while chunk:
        columns = zip(names.names, zip(*chunk, strict=True), strict=True)
        parts.append(pl.DataFrame([pl.Series(n, c, pl.String) for n, c in columns]))
        chunk = list(islice(rows, CHUNK))
    if not parts:
        raise DataError("{path} has column names but no rows; add some", path=path)
    frame = pl.concat(parts).with_columns(pl.all().str.strip_chars())
    unnamed = [n for n, cell in zip(names.names, first, strict=True) if not cell or not names.there]
    empty = [n for n in unnamed if (frame[n] == "").all()]
    if len(empty) < frame.width:
        frame = frame.drop(empty)
    return Sheet(frame, tuple(_notes(text, lines, names)), lines.delimiter)


def _notes(text: Text, lines: Lines, names: Header) -> list[Finding]:
    notes = header_findings(names)
    if text.encoding:
        notes.append(note("encoding", encoding=text.encoding, word=text.word))
    if lines.passed:
        notes.append(note("passed_over", lines=first_of(lines.passed, NAMED)))
    return notes
