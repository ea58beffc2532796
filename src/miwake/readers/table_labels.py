"""The column of a table that is learned: classes under the names that stand there, or values."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.findings import Finding
from miwake.input_spec import DATES
from miwake.readers.cells import MISSING, Reading, holds_values, read_cells
from miwake.readers.frames import Column, polars
from miwake.readers.labels import Labels, is_quantity, read_labels, spellings
from miwake.readers.numerals import Conventions
from miwake.readers.table_findings import NAMED, name_texts, note, reading_finding

MAYBE = ("NA", "na", "None", "none", "-", "--", "inf", "-inf", "Inf", "-Inf")  # can be classes
QUANTITY = 10  # different amounts of money, say, that are rather a quantity than classes
RATINGS = 4  # different numbers that may be a scale


def read_label_column(
    column: Column, at: str, conventions: Conventions, regression: bool | None = None
) -> tuple[Labels, NDArray[np.bool_]]:
    """Read the labels of a table, and tell which rows have one, shape (n,).

    A class keeps the text that stands there: 1.1 and 1.10 are two.

    Args:
        column: its cells.
        at: the file, for messages.
        conventions: how the numbers of the file are written.
        regression: whether values are to be learned; None: what they look like.

    Raises:
        DataError: they are no labels, all alike, or all different.
    """
    reading = _read_values(column, conventions, regression)
    if reading is not None and _is_quantity(reading, regression):
        return _read_quantity(column, reading, at, regression)
    if reading is not None and holds_values(column):
        labelled = ~np.isnan(reading.values)
        values = _whole(reading.values[labelled])
        labels = read_labels(values, column.name, at, regression=False)
        return _with_notes(labels, _unlabelled(column.name, labelled)), labelled
    labelled, notes = _find_labelled(column)
    texts = np.array(column.filter(labelled).cast(polars().String).str.strip_chars(), str)
    labels = _in_order(read_labels(texts, column.name, at, regression), conventions)
    notes += _unlabelled(column.name, labelled)
    if regression is None and reading is not None and _is_scale(reading):
        notes.append(note("scale", label=column.name, n=len(labels.classes)))
    return _with_notes(labels, notes + _alike(column.name, labels.classes)), labelled


def _read_values(
    column: Column, conventions: Conventions, regression: bool | None
) -> Reading | None:
    """A label's values, where it has any; those of dates and of codes are none."""
    pl = polars()
    if column.dtype.is_temporal() or column.dtype == pl.Boolean:
        return None
    reading = read_cells(column, conventions, codes=not regression)
    return None if reading is None or reading.style in DATES else reading


def _is_quantity(reading: Reading, regression: bool | None) -> bool:
    if regression is not None:
        return regression
    values = reading.values[~np.isnan(reading.values)]
    unique = np.unique(_whole(values))
    return is_quantity(unique, len(values)) or bool(reading.unit and len(unique) > QUANTITY)


def _read_quantity(
    column: Column, reading: Reading, at: str, regression: bool | None
) -> tuple[Labels, NDArray[np.bool_]]:
    labelled = ~np.isnan(reading.values)
    values = reading.values[labelled]
    labels = read_labels(_whole(values), column.name, at, regression=True)
    notes = _unlabelled(column.name, labelled, sum(reading.odd.values()))
    if reading.odd:
        texts, n = name_texts(reading.odd), sum(reading.odd.values())
        notes.append(note("odd_label", "warning", label=column.name, n=n, texts=texts))
    if reading.said:
        notes.append(reading_finding({column.name: reading.said}))
    if regression is None:
        notes.append(note("regression", label=column.name, n=len(np.unique(values))))
    return _with_notes(labels, notes), labelled


def _find_labelled(column: Column) -> tuple[NDArray[np.bool_], list[Finding]]:
    """Find the rows with a label; NA, None and the like are one where it has many rows."""
    pl = polars()
    texts = column.cast(pl.String).str.strip_chars()
    missing = texts.is_null() | texts.is_in(MISSING)
    maybe = texts.filter(texts.is_in(MAYBE)).unique_counts()
    named = texts.filter(texts.is_in(MAYBE)).unique(maintain_order=True)
    least = min(texts.filter(~missing).unique_counts().to_list(), default=1)
    classes = {t: n for t, n in zip(named, maybe, strict=True) if n > 1 and 2 * n >= least}
    missing &= ~texts.is_in(list(classes)).fill_null(value=False)
    notes = [note("named_none", label=column.name, texts=name_texts(classes))] if classes else []
    return ~missing.to_numpy(), notes


def _unlabelled(name: str, labelled: NDArray[np.bool_], said: int = 0) -> list[Finding]:
    n = int((~labelled).sum()) - said
    return [note("unlabelled", "warning", n=n, label=name)] if n else []


def _with_notes(labels: Labels, notes: list[Finding]) -> Labels:
    return Labels(labels.y, labels.classes, (*notes,))


def _whole(values: NDArray[np.float64]) -> NDArray[Any]:
    """Values as whole numbers, where they all are."""
    whole = bool((values % 1 == 0).all() and (np.abs(values) < 2**53).all())
    return values.astype(np.int64) if whole else values


def _in_order(labels: Labels, conventions: Conventions) -> Labels:
    """Order classes that are numbers by their value."""
    column = polars().Series(labels.classes)
    reading = read_cells(column, conventions, codes=False)
    if reading is None or reading.odd or np.isnan(reading.values).any():
        return labels
    order = np.argsort(reading.values, kind="stable")
    y = np.argsort(order)[labels.y].astype(np.int32)
    return Labels(y, tuple(labels.classes[i] for i in order))


def _is_scale(reading: Reading) -> bool:
    """Whether classes are numbers that do not just count them, such as ratings."""
    unique = np.unique(reading.values[~np.isnan(reading.values)])
    counting = unique[0] in (0, 1) and bool((np.diff(unique) == 1).all())
    return len(unique) >= RATINGS and not counting


def _alike(name: str, classes: tuple[str, ...]) -> list[Finding]:
    """A warning where names of classes differ in nothing but how they are written."""
    several = spellings(classes)
    values = {"label": name, "names": "; ".join(several[:NAMED])}
    return [note("spellings", "warning", **values)] if several else []
