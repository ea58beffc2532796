"""The names of a table's columns, and whether its first line holds them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from miwake.errors import DataError
from miwake.readers.cells import MISSING, NEARLY
from miwake.readers.column_roles import LABELS
from miwake.readers.numerals import strip_unit

MAX_COLUMNS = 100_000
LEAST = 3  # rows below a series that are none
ROWS = 200  # below the first line that it is compared with
NUMBER = re.compile(r"[+-]?(\d[\d.,]*|[.,]\d+)([eE][+-]?\d+)?")
DATE = re.compile(r"\d{1,4}[-/.年]\d{1,2}([-/.月]\d{1,4}日?)?([ T].*)?")
Kind = Literal["missing", "number", "date", "text"]


@dataclass(frozen=True)
class Header:
    """Whether a first line holds the names of the columns.

    Attributes:
        names: of the columns; column_1 and on where the line holds none.
        there: whether the line holds them.
        sure: whether that is plain.
    """

    names: tuple[str, ...]
    there: bool
    sure: bool


def read_header(
    first: Sequence[str],
    rows: Sequence[Sequence[str]],
    path: Path,
    header: bool | None = None,
    trained_on: Sequence[str] = (),
) -> Header:
    """Tell whether a first line holds names, by the rows below, and name the columns.

    Args:
        first: its cells.
        rows: those below, as many as there are, or the first ones.
        path: the file, for messages.
        header: whether it does; None: as it looks.
        trained_on: names that a network was trained on.

    Raises:
        DataError: there are too many columns, or two have one name.
    """
    texts = [cell.strip() for cell in first]
    if len(texts) > MAX_COLUMNS:
        raise DataError(
            "{path} has {n:,} columns, more than the {most:,} that a table may "
            "have; save it as arrays, x and y, with np.savez",
            path=path,
            n=len(texts),
            most=MAX_COLUMNS,
        )
    if trained_on:
        named = {text.casefold() for text in texts} & {name.casefold() for name in trained_on}
        numbered_before = all(name.startswith("column_") for name in trained_on)
        header = True if named else False if numbered_before else header
    votes = _votes(texts, rows[:ROWS])
    there = header if header is not None else votes > 0 or (votes == 0 and not _is_row(texts))
    numbered = tuple(f"column_{i}" for i in range(1, len(texts) + 1))
    if not there:
        return Header(numbered, there=False, sure=header is not None)
    names = tuple(text or name for text, name in zip(texts, numbered, strict=True))
    _refuse_twice(names, path)
    plain = votes >= 2 and not any(_kind(text) in {"number", "date"} for text in texts)
    return Header(names, there=True, sure=header is not None or plain)


def _refuse_twice(names: Sequence[str], path: Path) -> None:
    numbers: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        if name in numbers:
            raise DataError(
                "{path} has two columns called {name}, {first} and {then}; rename one",
                path=path,
                name=name,
                first=numbers[name],
                then=number,
            )
        numbers[name] = number


def _is_row(texts: Sequence[str]) -> bool:
    """Whether a line alone looks like a row: all numbers, or one with a fraction."""
    numbers = [text for text in texts if _kind(text) == "number"]
    return len(numbers) == len(texts) or any("." in text for text in numbers)


def _votes(first: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Count what speaks for names in a first line, less what speaks for values."""
    columns = zip(first, *rows, strict=True) if rows else ()
    votes = [_vote(cell.strip(), [c.strip() for c in below]) for cell, *below in columns]
    named = sum(vote for vote in votes if vote is not None)
    filled = [text for text in first if text]
    named -= len(set(filled)) < len(filled)
    series = sum(_is_series(row) for row in rows) if _is_series(first) else len(rows)
    if series <= len(rows) / 5 and len(rows) >= LEAST:
        return named + 2
    if _pair(first, rows):
        return named + 1
    return named - any(vote is None for vote in votes)


def _vote(cell: str, below: Sequence[str]) -> int | None:
    """What a first cell says beside those below: above 0 a name, below 0 a value.

    None stands for a fraction above numbers: a value, unless it is one of a series.
    """
    kinds = [kind for kind in map(_kind, below) if kind != "missing"]
    own = _kind(cell)
    if own == "missing" or not kinds:
        return 0
    share = {kind: kinds.count(kind) / len(kinds) for kind in set(kinds)}
    usual = max(share, key=lambda kind: share[kind])
    if share[usual] < NEARLY:
        return 0
    if usual != own:
        return 2 if own == "text" else 1
    if own == "text":
        return _vote_of_text(cell, below)
    fraction = own == "number" and re.search(r"\d[.,]\d", cell)
    return None if fraction else 0


def _vote_of_text(cell: str, below: Sequence[str]) -> int:
    if cell in below:
        return -2
    if cell.casefold() in LABELS:
        return 2
    return int(len(below) >= 5 and len(set(below)) <= len(below) / 2)


def _is_series(row: Sequence[str]) -> bool:
    """Whether the numbers of a row go up: three whole ones or four in equal steps, or five."""
    texts = [cell.strip() for cell in row]
    numbers = [text for text in texts if _kind(text) == "number"]
    try:
        values = [float(number.replace(",", ".")) for number in numbers]
    except ValueError:
        return False
    steps = np.diff(values)
    least = 2 if all(value.is_integer() for value in values) else 3
    if len(steps) < least or not (steps > 0).all():
        return False
    return len(steps) >= 4 or bool(np.allclose(steps, steps[0], rtol=1e-3))


def _pair(first: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a line is the names 0 and 1 of two columns, the first of which has fractions."""
    fractions = sum(bool(re.search(r"\d[.,]\d", row[0])) for row in rows)
    return list(first) == ["0", "1"] and fractions > len(rows) / 2


def _kind(cell: str) -> Kind:
    if cell in MISSING:
        return "missing"
    if NUMBER.fullmatch(strip_unit(cell)[0]):
        return "number"
    return "date" if DATE.fullmatch(cell) else "text"
