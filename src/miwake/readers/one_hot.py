"""A label that is written in a column a class, 1 in the one that is meant and 0 in the others."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from miwake.errors import first_of
from miwake.findings import Finding
from miwake.plan import ReaderOptions
from miwake.readers.cells import holds_cells, holds_values, read_cells
from miwake.readers.column_roles import NAMED, Roles
from miwake.readers.frames import Frame, polars
from miwake.readers.table_findings import note

LEAST = 10  # rows in which exactly one column is 1, so that it is no chance
MOST = 100  # columns beside each other that are tried


def merge_one_hot(
    frame: Frame, roles: Roles, options: ReaderOptions
) -> tuple[Frame, Roles, list[Finding]]:
    """Make one label of the columns that it is written in, where it was not named.

    Where it was, the other columns are no inputs, since they give it away.
    """
    names = _find_block(frame, roles, options)
    inputs = tuple(name for name in roles.inputs if name not in names)
    if len(names) < 2 or not inputs:
        return frame, roles, []
    if options.label is not None:
        others = first_of([name for name in names if name != roles.label], NAMED)
        said = note("one_hot_left", "warning", names=others, label=roles.label)
        return frame, replace(roles, inputs=inputs), [said]
    ones = np.stack([_zeros_and_ones(frame, name) for name in names])
    label = " / ".join(names)
    texts = [names[i] for i in ones.argmax(axis=0)]
    merged = frame.drop(names).with_columns(polars().Series(label, texts))
    said = note("one_hot", names=first_of(names, NAMED))
    return merged, replace(roles, label=label, inputs=inputs), [said]


def _find_block(frame: Frame, roles: Roles, options: ReaderOptions) -> list[str]:
    """Find the most columns side by side, the label among them, of which one is 1 in each row."""
    usable = {*roles.inputs, roles.label}
    if frame.height < LEAST or options.regression:
        return []
    place = frame.columns.index(roles.label)
    first, last = place, place
    while first > max(0, place - MOST) and _holds_both(frame, first - 1, usable):
        first -= 1
    while last < min(frame.width, place + MOST) - 1 and _holds_both(frame, last + 1, usable):
        last += 1
    if first == last or not _holds_both(frame, place, usable):
        return []
    ones = np.stack([_zeros_and_ones(frame, name) for name in frame.columns[first : last + 1]])
    sums = np.concatenate([np.zeros((1, frame.height)), ones.cumsum(axis=0)])
    windows = [
        (start, end)
        for start in range(place - first + 1)
        for end in range(place - first + 1, len(ones) + 1)
        if end - start >= 2 and (sums[end] - sums[start] == 1).all()
    ]
    start, end = max(windows, key=lambda w: w[1] - w[0], default=(0, 0))
    names: list[str] = frame.columns[first + start : first + end]
    return names


def _holds_both(frame: Frame, place: int, usable: set[str]) -> bool:
    name = frame.columns[place]
    return name in usable and set(np.unique(_zeros_and_ones(frame, name))) == {0.0, 1.0}


def _zeros_and_ones(frame: Frame, name: str) -> NDArray[np.float64]:
    """The values of a column, shape (n,); NaN in all rows of one that is not written in 0 and 1."""
    column = frame[name]
    readable = holds_cells(column) or (holds_values(column) and not column.dtype.is_temporal())
    reading = read_cells(column) if readable else None
    if reading is None or reading.odd or reading.unit:
        return np.full(frame.height, np.nan)
    return reading.values
