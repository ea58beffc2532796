"""Rows of words in columns, as wide as a terminal shows them."""

import unicodedata
from collections.abc import Iterator, Sequence

from miwake.control_characters import visible


def in_columns(rows: Sequence[Sequence[str]], left: Sequence[int] = (0,)) -> Iterator[str]:
    """A line a row, some columns aligned to the left, the others to the right."""
    rows = [[visible(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for place, (cell, wide) in enumerate(zip(row, widths, strict=True)):
            gap = " " * (wide - width(cell))
            cells.append(cell + gap if place in left else gap + cell)
        yield "  ".join(["", *cells]).rstrip()


def width(text: str) -> int:
    """How many places a terminal takes: two for each Japanese character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
