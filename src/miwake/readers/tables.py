"""Tables become a Dataset: which column is learned, which are inputs, and how rows are split."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.errors import DataError, Phrase, first_of, listed
from miwake.findings import Finding, Status
from miwake.input_spec import InputSpec, TableSpec
from miwake.plan import ReaderOptions
from miwake.readers.column_roles import NAMED, choose_roles
from miwake.readers.columns import Decision, cells, decide, encode, parse_cells, spec_of
from miwake.readers.frames import Column, Frame
from miwake.readers.labels import few_labels, read_labels
from miwake.readers.reader import Progress, Reader
from miwake.readers.split import split


@dataclass(frozen=True)
class Sheet:
    """The columns of one table, at least one row of them, and what is to be said about it."""

    frame: Frame
    notes: tuple[Finding, ...] = ()


class TableReader(Reader):
    """Reads tables; each file format has a reader of its own that says how columns are read."""

    form = "table"
    options: tuple[str, ...] = ("label", "drop", "facts", "group")

    @abstractmethod
    def read_sheet(self, path: Path, options: ReaderOptions) -> Sheet:
        """Read the columns of a file.

        Raises:
            DataError: it can't be read, or has no rows.
        """

    def read_new_rows(self, path: Path, table: TableSpec) -> Frame:  # noqa: ARG002
        """Read the columns of a file to predict, for a network that was trained on a table."""
        return self.read_sheet(path, ReaderOptions()).frame

    def read_dataset(
        self,
        path: Path,
        options: ReaderOptions,
        seed: int,
        progress: Progress | None = None,  # noqa: ARG002
    ) -> Dataset:
        """Read a table, its rows split by class into those for training and for testing.

        The column to learn is by default one called label, class, target or y, else the last.
        Those to drop and the facts are no inputs, nor is the group, whose equal values lie on
        one side.
        """
        sheet = self.read_sheet(path, options)
        roles = choose_roles(sheet.frame, options, path)
        frame, unlabelled = _drop_unlabelled(sheet.frame, roles.label)
        labels = read_labels(_label_values(frame[roles.label]), roles.label, path.name)
        y = labels.y if labels.classes else np.zeros(frame.height, np.int32)
        test = split(y, seed, _groups(frame, options.group, path))
        decisions = [decide(frame[name], ~test) for name in roles.inputs]
        table = spec_of(decisions)
        if not table.width:
            why = _why(decisions)
            raise DataError("{path}: no column can be learned from: {why}", path=path, why=why)
        x = encode(frame, table, path.name)
        facts = {name: _fact(frame[name]) for name in options.facts}
        by_default = () if options.label is not None else (_note("label", label=roles.label),)
        few = few_labels(y, labels.classes) if labels.classes else ()
        left_out = _left_out_notes([*roles.index, *decisions])
        return Dataset(
            x_train=x[~test],
            y_train=labels.y[~test],
            x_test=x[test],
            y_test=labels.y[test],
            classes=labels.classes,
            target=None if labels.classes else roles.label,
            facts_train={name: values[~test] for name, values in facts.items()},
            facts_test={name: values[test] for name, values in facts.items()},
            reading=table,
            notes=(*sheet.notes, *by_default, *unlabelled, *labels.notes, *left_out, *few),
        )

    def serves(self, spec: InputSpec) -> bool:
        """Tell whether a network was trained on a table."""
        return spec.table is not None

    def read_examples(self, path: Path, spec: InputSpec) -> NDArray[Any]:
        """Read rows as a network's input; columns in any order, others are passed over."""
        table = spec.table
        assert table is not None
        frame = self.read_new_rows(path, table)
        unnamed = all(name == f"column_{i}" for i, name in enumerate(frame.columns, 1))
        if unnamed and frame.width == len(table.names) and set(frame.columns) != set(table.names):
            names = sorted(table.names, key=_number_in)
            frame = frame.rename(dict(zip(frame.columns, names, strict=True)))
        return encode(frame, table, path.name)


def _number_in(name: str) -> int:
    """The number in column_7; 0 in any other name, which keeps its place."""
    digits = name.removeprefix("column_")
    return int(digits) if digits.isdecimal() else 0


def _drop_unlabelled(frame: Frame, label: str) -> tuple[Frame, tuple[Finding, ...]]:
    labelled = cells(frame[label]).is_not_null().to_numpy()
    if labelled.all():
        return frame, ()
    note = _note("unlabelled", "warning", n=int((~labelled).sum()), label=label)
    return frame.filter(labelled), (note,)


def _label_values(column: Column) -> NDArray[Any]:
    """A label's values: whole numbers, numbers or texts."""
    _, values = parse_cells(column)
    if values is None or np.isnan(values).any():
        return np.array(cells(column).to_list(), str)
    whole = bool((values % 1 == 0).all() and (np.abs(values) < 2**53).all())
    return values.astype(np.int64) if whole else values


def _groups(frame: Frame, name: str | None, path: Path) -> NDArray[np.int64] | None:
    if name is None:
        return None
    numbers: dict[str, int] = {}
    texts = cells(frame[name]).to_list()
    groups = [-i if t is None else numbers.setdefault(t, i) for i, t in enumerate(texts, 1)]
    if len(set(groups)) < 2:
        raise DataError(
            "{path}: {--group:{name}} is the same in all rows; name another column",
            path=path,
            name=name,
        )
    return np.array(groups, np.int64)


def _fact(column: Column) -> NDArray[Any]:
    _, values = parse_cells(column)
    return np.array(cells(column).fill_null("").to_list(), str) if values is None else values


def _why(decisions: Sequence[Decision]) -> Phrase:
    reasons = {
        "empty": lambda name: Phrase("{name} is empty", name=name),
        "differ": lambda name: Phrase("{name} differs in each row", name=name),
        "other": lambda name: Phrase("{name} holds no single values", name=name),
    }
    return listed([reasons[str(d.left_out)](d.name) for d in decisions[:NAMED]], "; ")


def _left_out_notes(decisions: Sequence[Decision]) -> list[Finding]:
    named: dict[str, list[str]] = {}
    for decision in decisions:
        if decision.left_out:
            named.setdefault(decision.left_out, []).append(decision.name)
    return [
        _note(f"left.{reason}", names=first_of(names, NAMED))
        for reason, names in sorted(named.items())
    ]


def _note(key: str, status: Status = "note", **values: Any) -> Finding:
    return Finding("data", status, f"data.{key}", values)
