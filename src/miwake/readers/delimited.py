"""Lines of text tables as people save them: what stands between cells, and what is no row."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from miwake.errors import DataError

DELIMITERS = "\t;|, "  # where two fit equally well, the one that is rarer inside a cell
SAMPLE = 50  # lines that decide the delimiter
SEPARATOR = re.compile(r"\s*\"?sep=(.)\"?[ ;,\t]*(?:\r\n|\r|\n|$)", re.IGNORECASE)
SINGLE = re.compile(r"(?:^|[\t;|,])\s*'[^']*'\s*(?=$|[\t;|,])")


@dataclass
class Lines:
    """The lines of a text table, as cells.

    Attributes:
        path: the file.
        text: its text, as far as it is a table.
        delimiter: between its cells.
        quote: around them.
        width: how many cells most lines have.
        passed: lines that are none of the table, as far as it has been read.
    """

    path: Path
    text: str
    delimiter: str
    quote: str
    width: int
    passed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, path: Path, text: str) -> "Lines":
        """Find out how a text is parted into cells."""
        text = text.replace("\0", "").rstrip("\x1a")
        passed, separator = [], SEPARATOR.match(text)
        if separator:
            passed, text = [separator[0].strip()], text[separator.end() :]
        quote = _quote(text)
        delimiter, width = _delimiter(text, quote)
        if width == 1 and not separator:
            unwrapped = "\n".join(row[0] for row in _rows(text, ",", quote) if len(row) == 1)
            inside, wide = _delimiter(unwrapped, quote)
            if wide > 1 and _is_wrapped(text):
                return cls(path, unwrapped, inside, quote, wide)
        if separator and _width(text, separator[1], quote)[1] > 1:
            delimiter, width = separator[1], _width(text, separator[1], quote)[1]
        return cls(path, text, delimiter, quote, width, passed)

    def __iter__(self) -> Iterator[list[str]]:
        """Go through the lines of the table, the first one included, equally many cells in each.

        Raises:
            DataError: a line has more or fewer.
        """
        rows = self._read()
        first = next((cells for _, cells in rows if not self._is_passed(cells)), None)
        if first is None:
            return
        first, width = self._first(first)
        yield first
        last: tuple[int, list[str]] | None = None
        for number, row in rows:
            cells = row if any(row[width:]) else row[:width]  # delimiters at the end of the line
            if last:
                raise self._ragged(*last, width)
            if len(cells) == width:
                if width > 1 or cells[0].strip():
                    yield cells
            elif cells[0].lstrip().startswith("#"):
                self.passed.append(self.delimiter.join(cells))
            elif len(cells) == 1 and not re.match(r"\d", cells[0]):
                last = number, cells  # a remark, if no row follows
            elif any(cell.strip() for cell in cells):
                raise self._ragged(number, cells, width)
        if last:
            self.passed.append(last[1][0].strip())

    def _read(self) -> Iterator[tuple[int, list[str]]]:
        reader = _reader(self.text, self.delimiter, self.quote)
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                raise DataError(
                    "{path}, line {line}: {error}; correct the line",
                    path=self.path,
                    line=reader.line_num,
                    error=error,
                ) from error
            if row is None:
                return
            if row and (len(row) > 1 or row[0].strip()):
                yield reader.line_num, row

    def _is_passed(self, cells: Sequence[str]) -> bool:
        """Whether a line above the table is blank, a title or a remark, and pass over it."""
        filled = [cell for cell in cells if cell.strip()]
        if not filled:
            return True
        alone = filled == [cells[0]] and (len(cells) == 1 or self.width > 2)
        remark = len(cells) != self.width and cells[0].lstrip().startswith("#")
        if self.width < 2 or not (alone or remark):
            return False
        self.passed.append(self.delimiter.join(filled))
        return True

    def _first(self, cells: list[str]) -> tuple[list[str], int]:
        """The first line of the table, and how many cells each is to have."""
        if len(cells) > 1 and len(cells[0]) > 1 and cells[0].startswith("#"):
            cells = [cells[0].lstrip("# "), *cells[1:]]
        if len(cells) > self.width > 1 and not any(cells[self.width :]):
            cells = cells[: self.width]
        if len(cells) == self.width - 1 > 1 and self._has_row_names():
            cells = ["", *cells]
        return cells, len(cells)

    def _has_row_names(self) -> bool:
        """Whether rows have one cell more than the first line, as R writes them."""
        rows = list(islice(_rows(self.text, self.delimiter, self.quote), 1, SAMPLE))
        full = [row for row in rows if len(row) == self.width]
        return len(full) == len(rows) and all(row[-1].strip() for row in full)

    def _ragged(self, number: int, cells: Sequence[str], width: int) -> DataError:
        return DataError(
            "{path}, line {line} has {n:,} cells where the first line has "
            "{width:,}; give each line as many (delimiter {delimiter!r})",
            path=self.path,
            line=number,
            n=len(cells),
            width=width,
            delimiter=self.delimiter,
        )


def _reader(text: str, delimiter: str, quote: str) -> Any:
    stream = io.StringIO(text, newline="")
    return csv.reader(stream, delimiter=delimiter, quotechar=quote, skipinitialspace=True)


def _rows(text: str, delimiter: str, quote: str) -> Iterator[list[str]]:
    try:
        yield from (row for row in _reader(text, delimiter, quote) if row)
    except csv.Error:
        return


def _width(text: str, delimiter: str, quote: str) -> tuple[float, int]:
    """Which share of the first lines has as many cells as most of them, and how many."""
    counts = Counter(len(row) for row in islice(_rows(text, delimiter, quote), SAMPLE))
    if not counts:
        return 0.0, 1
    width = max(counts, key=lambda n: (counts[n], n))
    return counts[width] / counts.total(), width


def _delimiter(text: str, quote: str) -> tuple[str, int]:
    """The delimiter by which most of the first lines have equally many cells, and how many."""
    widths = {delimiter: _width(text, delimiter, quote) for delimiter in DELIMITERS}
    parting = [delimiter for delimiter in DELIMITERS if widths[delimiter][1] > 1]
    if not parting:
        return ",", 1
    best = max(parting, key=lambda d: (widths[d][0], -DELIMITERS.index(d)))
    return best, widths[best][1]


def _quote(text: str) -> str:
    """The quotation mark around cells: ' where nearly every line has a cell between two."""
    lines = [line for line in islice(io.StringIO(text), SAMPLE) if line.strip()]
    single = sum(bool(SINGLE.search(line.rstrip("\r\n"))) for line in lines)
    return "'" if lines and single >= 0.9 * len(lines) else '"'


def _is_wrapped(text: str) -> bool:
    """Whether quotation marks stand around whole lines."""
    lines = [line.strip() for line in islice(io.StringIO(text), SAMPLE) if line.strip()]
    return all(line.startswith('"') and line.endswith('"') for line in lines)
