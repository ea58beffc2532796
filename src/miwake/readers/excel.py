"""Workbooks of Excel: one sheet is a table.

Of what fastexcel reads, .xls and .ods are left out: on damaged files it never ends, or ends Python.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from miwake.errors import DataError, Phrase
from miwake.input_spec import TableSpec
from miwake.plan import ReaderOptions
from miwake.readers.frames import Column, Frame, polars
from miwake.readers.header import ROWS, Header, read_header
from miwake.readers.table_findings import header_findings, note
from miwake.readers.tables import Sheet, TableReader


class ExcelReader(TableReader):
    """Reads a sheet of a workbook, by default the first; formulas count as what they last gave."""

    suffixes = predict_suffixes = (".xlsx", ".xlsm")
    options = (*TableReader.options, "header", "sheet")

    def read_sheet(self, path: Path, options: ReaderOptions) -> Sheet:
        """Read a sheet, its dates as the texts that they would be in a text table."""
        book = Workbook(path)
        first, *others = book.sheets
        frame, header = book.read(options.sheet or first, options.header)
        others = [] if options.sheet else others
        notes = [note("sheet", sheet=first, others=", ".join(others))] if others else []
        return Sheet(_with_dates_as_texts(frame), (*notes, *header_findings(header)))

    def read_new_rows(self, path: Path, table: TableSpec) -> Sheet:
        """Read the first sheet that has the columns of a table, else the first one."""
        book = Workbook(path)
        fitting = (s for s in book.sheets[1:] if set(table.names) <= set(book.columns(s)))
        first = set(table.names) <= set(book.columns(book.sheets[0]))
        sheet = book.sheets[0] if first else next(fitting, book.sheets[0])
        return Sheet(book.read(sheet, trained_on=table.names)[0])


class Workbook:
    """An open workbook: `sheets` are their names, in order."""

    def __init__(self, path: Path) -> None:
        """Open it.

        Raises:
            DataError: it is none, damaged, or protected by a password.
        """
        import fastexcel

        self.path = path
        self.book = self._call(fastexcel.read_excel, path)
        self.sheets: list[str] = self.book.sheet_names
        if not self.sheets:
            raise self._damaged(Phrase("it has no sheets"))

    def columns(self, name: str) -> list[str]:
        """Name the columns of a sheet; none where it is empty."""
        texts = self._load(name, dtypes="string")
        rows = _rows_with_values(texts)
        return _texts_of(texts, rows[0]) if rows else []

    def read(
        self, name: str, header: bool | None = None, trained_on: Sequence[str] = ()
    ) -> tuple[Frame, Header]:
        """Read the columns of a sheet: numbers, dates and texts, as the cells hold them.

        Rows without any value are left out, and columns without one and without a name.

        Args:
            name: the sheet's.
            header: whether its first row holds names; None: as it looks.
            trained_on: names that a network was trained on.

        Raises:
            DataError: it has no rows, or two columns of one name.
        """
        if name not in self.sheets:
            raise DataError(
                "{path} has no sheet {sheet}; it has {sheets}",
                path=self.path,
                sheet=name,
                sheets=", ".join(self.sheets),
            )
        texts = self._load(name, dtypes="string")
        rows = _rows_with_values(texts)
        if not rows:
            raise DataError(
                "{path}: the sheet {sheet} is empty; give a table with a line of column names, "
                "or name another sheet with {--sheet}",
                path=self.path,
                sheet=name,
            )
        first, *others = (_texts_of(texts, row) for row in rows[: ROWS + 1])
        named = read_header(first, others, self.path, header, trained_on)
        names, rows = list(named.names), rows[named.there :]
        if not rows:
            raise DataError(
                "{path}: the sheet {sheet} has column names but no rows; add some, or name another "
                "sheet with {--sheet}",
                path=self.path,
                sheet=name,
            )
        texts = texts[rows].rename(dict(zip(texts.columns, names, strict=True)))
        empty = {column.name for column in texts if column.null_count() == len(column)}
        frame = self._load_rows(name, names, rows, dict.fromkeys(empty, "string"))
        mixed = [column.name for column in frame if column.dtype == polars().String]
        floats = self._load_rows(name, names, rows, dict.fromkeys(mixed, "float"))
        frame = frame.with_columns(_exact(texts[mix], floats[mix]) for mix in mixed)
        frame = frame.select(n for n, h in zip(names, first, strict=True) if h or n not in empty)
        return frame, named

    def _load_rows(self, name: str, names: list[str], rows: list[int], types: Any) -> Frame:
        frame = self._load(name, skip_rows=rows[0], column_names=names, dtypes=types)
        return frame[[row - rows[0] for row in rows]]

    def _load(self, name: str, skip_rows: int = 0, **options: Any) -> Frame:
        options |= {"header_row": None, "skip_rows": skip_rows, "schema_sample_rows": None}
        return self._call(self.book.load_sheet, name, **options).to_polars()

    def _call(self, call: Callable[..., Any], *args: Any, **options: Any) -> Any:
        try:
            return call(*args, **options)
        except Exception as error:  # workbooks are damaged in many ways
            text = str(error).splitlines()[0]
            if "password" in text:
                raise DataError(
                    "{path} is protected by a password; save a copy without one", path=self.path
                ) from error
            raise self._damaged(text) from error

    def _damaged(self, text: Phrase | str) -> DataError:
        return DataError(
            "{path} can't be read as a workbook ({text}); save it again", path=self.path, text=text
        )


def _texts_of(texts: Frame, row: int) -> list[str]:
    return [(text or "").strip() for text in texts.row(row)]


def _rows_with_values(texts: Frame) -> list[int]:
    """Find the indices of the rows that hold anything but spaces."""
    pl = polars()
    if not texts.width:
        return []
    filled = (pl.all().str.strip_chars() != "").fill_null(value=False)
    rows: list[int] = texts.select(pl.any_horizontal(filled)).to_series().arg_true().to_list()
    return rows


def _exact(texts: Column, floats: Column) -> Column:
    """Write the numbers among texts with all their digits, of which fastexcel writes nine."""
    rounded = texts.cast(polars().Float64, strict=False) != floats
    return texts.zip_with(~rounded.fill_null(value=False), floats.cast(polars().String))


def _with_dates_as_texts(frame: Frame) -> Frame:
    """Write dates as in a text table, so that a network trained on them takes text tables too."""
    pl = polars()

    def write(column: Column) -> Column:
        whole_days = (column.dt.truncate("1d") == column).all()
        return column.dt.to_string("%Y-%m-%d" if whole_days else "%Y-%m-%d %H:%M:%S")

    dates = [column for column in frame if column.dtype in (pl.Date, pl.Datetime)]
    return frame.with_columns(write(column.dt.round("1s")) for column in dates)
