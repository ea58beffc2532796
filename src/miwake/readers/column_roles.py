"""The columns of a table: what they are called, and what each is used for."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from miwake.errors import DataError, first_of
from miwake.input_spec import TableSpec
from miwake.plan import ReaderOptions
from miwake.readers.cells import read_cells
from miwake.readers.columns import Decision
from miwake.readers.frames import Frame

LABELS = ("label", "class", "target", "y")  # what a column to learn is usually called
NAMED = 5  # columns that a message names


@dataclass(frozen=True)
class Roles:
    """What the columns of a table are used for.

    Attributes:
        label: the column to learn.
        inputs: the columns to learn it from.
        index: the column that is left out because it just counts the rows, if there is one.
    """

    label: str
    inputs: tuple[str, ...]
    index: tuple[Decision, ...]


def choose_roles(frame: Frame, options: ReaderOptions, path: Path) -> Roles:
    """Choose what each column is used for.

    Raises:
        DataError: a column that is named is not there, or none is left to learn from.
    """
    columns = frame.columns
    usual = next((name for label in LABELS for name in columns if name.lower() == label), None)
    label = options.label if options.label is not None else usual or columns[-1]
    named = [
        label,
        *options.drop,
        *options.facts,
        *([] if options.group is None else [options.group]),
    ]
    for name in named:
        if name not in columns:
            raise DataError(
                "{path} has no column {name}; it has {columns}",
                path=path,
                name=name,
                columns=first_of(columns, NAMED),
            )
    index = _index_column(frame, label)
    inputs = tuple(name for name in columns if name not in {*named, *index})
    if not inputs:
        raise DataError(
            "{path} has no column to learn {label} from; it has {columns}",
            path=path,
            label=label,
            columns=first_of(columns, NAMED),
        )
    return Roles(label, inputs, tuple(Decision(name, left_out="index") for name in index))


def name_new_columns(frame: Frame, table: TableSpec, at: str) -> Frame:
    """Name the columns of new rows as in training: by what they are called, else by their order.

    Args:
        frame: the new rows.
        table: the columns of the training.
        at: the file, for messages.

    Raises:
        DataError: they have no names, and are not as many as in training.
    """
    if any(name != f"column_{i}" for i, name in enumerate(frame.columns, 1)):
        alike = {name.casefold(): name for name in table.names}
        missing = set(table.names) - set(frame.columns)
        names = {n: alike.get(n.casefold(), n) for n in frame.columns}
        return frame.rename({n: new for n, new in names.items() if new in missing})
    header = table.header or table.names
    orders = [
        list(header),
        [name for name in header if name != table.label],
        [name for name in header if name in table.names],
    ]
    order = next((names for names in orders if len(names) == frame.width), None)
    if order is None:
        raise DataError(
            "{at} has {n:,} columns without names, where the table for training had {width:,}; "
            "give as many in the same order, or name them in its first line",
            at=at,
            n=frame.width,
            width=len(header),
        )
    return frame.rename(dict(zip(frame.columns, order, strict=True)))


def _index_column(frame: Frame, label: str) -> list[str]:
    """A first column without a name that just counts the rows, as pandas writes it."""
    first = frame.columns[0]
    if first not in {"column_1", "__index_level_0__", "Unnamed: 0"} or first == label:
        return []
    if all(name == f"column_{i}" for i, name in enumerate(frame.columns, 1)):
        return []
    reading = read_cells(frame[first])
    counts = reading is not None and frame.height > 1 and bool((np.diff(reading.values) == 1).all())
    return [first] if counts else []
