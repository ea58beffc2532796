"""Tables become a Dataset: CSV and TSV as people meet them, and Parquet."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.errors import DataError, Phrase, first_of, listed
from miwake.findings import Finding
from miwake.input_spec import TableSpec
from miwake.readers.csv_text import read_text_table
from miwake.readers.labels import few_labels, read_labels
from miwake.readers.split import split
from miwake.readers.table_encoder import cells, encode, fit_table, style_of

if TYPE_CHECKING:
    import polars as pl

TEXTS, PARQUET = {".csv", ".tsv", ".tab"}, {".parquet", ".pq"}
TABLES = TEXTS | PARQUET
USUAL = ("label", "class", "target", "y")  # what a column to learn is called
NAMED = 5  # columns that a message names


def read_table(
    path: Path,
    seed: int,
    label: str | None = None,
    drop: Sequence[str] = (),
    facts: Sequence[str] = (),
    group: str | None = None,
) -> Dataset:
    """The rows of a table, split by class into those for training and for testing.

    Args:
        path: a table.
        seed: decides the split.
        label: the column to learn; by default one called label, class, target or y, else the last.
        drop: columns that are not used.
        facts: columns that are no inputs but facts of the examples.
        group: the column whose equal values lie on one side; no input either.

    Raises:
        DataError: it can't be read, a column is not there, or its label is none.
    """
    frame = read_frame(path)
    notes = []
    if label is None:
        label = next((n for u in USUAL for n in frame.columns if n.lower() == u), frame.columns[-1])
        notes.append(Finding("data", "note", "data.label", {"label": label}))
    _check_columns(frame, [label, *drop, *facts, *([group] if group else [])], path)
    index = _index_column(frame, label)
    used = {label, *drop, *facts, *([group] if group else []), *index}
    inputs = [name for name in frame.columns if name not in used]
    if not inputs:
        raise DataError(
            "{path} has no column to learn {label} from; it has {columns}",
            path=path,
            label=label,
            columns=first_of(frame.columns, NAMED),
        )
    known = cells(frame[label]).is_not_null().to_numpy()
    if not known.all():
        values = {"n": int((~known).sum()), "label": label}
        notes.append(Finding("data", "warning", "data.unlabelled", values))
        frame = frame.filter(known)
    labels = read_labels(_label_values(frame[label]), label, path.name)
    y = labels.y if labels.classes else np.zeros(frame.height, np.int32)
    test = split(y, seed, None if group is None else _groups(frame[group], group, path))
    table, left = fit_table(frame.select(inputs), ~test)
    if not table.width:
        raise DataError("{path}: no column can be learned from: {why}", path=path, why=_why(left))
    x = encode(frame, table, path.name)
    shown = {name: _fact(frame[name]) for name in facts}
    notes += [*labels.notes, *_left_notes(index, left)]
    notes += few_labels(y, labels.classes) if labels.classes else ()
    return Dataset(
        x_train=x[~test],
        y_train=labels.y[~test],
        x_test=x[test],
        y_test=labels.y[test],
        classes=labels.classes,
        target=None if labels.classes else label,
        facts_train={name: values[~test] for name, values in shown.items()},
        facts_test={name: values[test] for name, values in shown.items()},
        reading=table,
        notes=tuple(notes),
    )


def read_rows(path: Path, table: TableSpec) -> NDArray[np.float32]:
    """The rows of a file as a network's input; columns in any order, others are passed over.

    Raises:
        DataError: it can't be read, or lacks a column.
    """
    frame = read_frame(path)
    unnamed = all(name == f"column_{i}" for i, name in enumerate(frame.columns, 1))
    if unnamed and frame.width == len(table.names) and set(frame.columns) != set(table.names):
        names = sorted(table.names, key=_number_in)
        frame = frame.rename(dict(zip(frame.columns, names, strict=True)))
    return encode(frame, table, path.name)


def read_frame(path: Path) -> "pl.DataFrame":
    """The columns of a table, at least one row of them.

    Raises:
        DataError: it can't be read.
    """
    import polars as pl

    if path.suffix.lower() in TEXTS:
        return read_text_table(path)
    try:
        with path.open("rb") as file:
            frame = pl.read_parquet(file)
    except (Exception, pl.exceptions.PanicException) as error:  # its Rust reader panics, too
        text = " ".join(str(error).split())[:200]
        raise DataError(
            "{path} can't be read as Parquet ({text}); write it again", path=path, text=text
        ) from error
    if not frame.width or not frame.height:
        raise DataError(
            "{path} has {height} rows of {width} columns; add some",
            path=path,
            height=frame.height,
            width=frame.width,
        )
    return frame


def _number_in(name: str) -> int:
    """The number in column_7; 0 in any other name, which keeps its place."""
    digits = name.removeprefix("column_")
    return int(digits) if digits.isdecimal() else 0


def _check_columns(frame: "pl.DataFrame", names: Sequence[str], path: Path) -> None:
    for name in names:
        if name not in frame.columns:
            raise DataError(
                "{path} has no column {name}; it has {columns}",
                path=path,
                name=name,
                columns=first_of(frame.columns, NAMED),
            )


def _index_column(frame: "pl.DataFrame", label: str) -> list[str]:
    """A first column without a name that just counts the rows, as pandas writes it."""
    first = frame.columns[0]
    if first not in {"column_1", "__index_level_0__", "Unnamed: 0"} or first == label:
        return []
    if all(name == f"column_{i}" for i, name in enumerate(frame.columns, 1)):
        return []
    _, values = style_of(frame[first])
    counts = values is not None and len(values) > 1 and bool((np.diff(values) == 1).all())
    return [first] if counts else []


def _label_values(column: "pl.Series") -> NDArray[Any]:
    """A label's values: whole numbers, numbers or texts."""
    _, values = style_of(column)
    if values is None or np.isnan(values).any():
        return np.array(cells(column).to_list(), str)
    whole = bool((values % 1 == 0).all() and (np.abs(values) < 2**53).all())
    return values.astype(np.int64) if whole else values


def _groups(column: "pl.Series", name: str, path: Path) -> NDArray[np.int64]:
    texts = cells(column).to_list()
    numbers: dict[str, int] = {}
    groups = [-i if t is None else numbers.setdefault(t, i) for i, t in enumerate(texts, 1)]
    if len(set(groups)) < 2:
        raise DataError(
            "{path}: {--group:{name}} is the same in all rows; name another column",
            path=path,
            name=name,
        )
    return np.array(groups, np.int64)


def _fact(column: "pl.Series") -> NDArray[Any]:
    _, values = style_of(column)
    return np.array(cells(column).fill_null("").to_list(), str) if values is None else values


def _why(left: dict[str, str]) -> Phrase:
    said = {
        "empty": lambda name: Phrase("{name} is empty", name=name),
        "differ": lambda name: Phrase("{name} differs in each row", name=name),
        "other": lambda name: Phrase("{name} holds no single values", name=name),
    }
    return listed([said[why](name) for name, why in list(left.items())[:NAMED]], "; ")


def _left_notes(index: list[str], left: dict[str, str]) -> list[Finding]:
    found = {**dict.fromkeys(index, "index"), **left}
    reasons = sorted(set(found.values()))
    named = {reason: [n for n, why in found.items() if why == reason] for reason in reasons}
    return [
        Finding("data", "note", f"data.left.{reason}", {"names": str(first_of(names, NAMED))})
        for reason, names in named.items()
    ]
