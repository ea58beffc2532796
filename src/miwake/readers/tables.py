"""Tables become a Dataset: which column is learned, which are inputs, and how rows are split."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.dataset import Dataset
from miwake.errors import DataError
from miwake.findings import Finding
from miwake.input_spec import InputSpec, TableSpec
from miwake.plan import ReaderOptions
from miwake.readers.cells import cells, check_cells, holds_values, marked_texts, read_cells
from miwake.readers.column_roles import choose_roles, name_new_columns
from miwake.readers.columns import Decision, decide, encode, encode_new, spec_of
from miwake.readers.frames import Column, Frame
from miwake.readers.labels import few_labels
from miwake.readers.non_data_rows import drop_strays
from miwake.readers.numerals import Conventions, judge_conventions
from miwake.readers.one_hot import merge_one_hot
from miwake.readers.reader import Progress, Reader
from miwake.readers.split import join_equal, split
from miwake.readers.table_findings import column_findings, note, why_none
from miwake.readers.table_labels import read_label_column


@dataclass(frozen=True)
class Sheet:
    """The columns of one table, at least one row of them.

    Attributes:
        frame: the columns.
        notes: what is to be said about how they were read.
        delimiter: between the cells; None where the file has none.
    """

    frame: Frame
    notes: tuple[Finding, ...] = ()
    delimiter: str | None = None


class TableReader(Reader):
    """Reads tables; each file format has a reader of its own that says how columns are read."""

    form = "table"
    options: tuple[str, ...] = ("label", "drop", "facts", "group", "regression")

    @abstractmethod
    def read_sheet(self, path: Path, options: ReaderOptions) -> Sheet:
        """Read the columns of a file.

        Raises:
            DataError: it can't be read, or has no rows.
        """

    def read_new_rows(self, path: Path, table: TableSpec) -> Sheet:  # noqa: ARG002
        """Read the columns of a file to predict, for a network that was trained on a table."""
        return self.read_sheet(path, ReaderOptions())

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
        whole, strays = drop_strays(sheet.frame)
        roles = choose_roles(whole, options, path)
        for name in (roles.label, *([] if options.group is None else [options.group])):
            check_cells(whole[name], path.name)
        for name in options.facts:
            if not holds_values(whole[name]):
                check_cells(whole[name], path.name)
        whole, roles, one_hot = merge_one_hot(whole, roles, options)
        conventions = judge_conventions(marked_texts(whole), sheet.delimiter)
        labels, labelled = read_label_column(
            whole[roles.label], path.name, conventions, options.regression
        )
        frame = whole if labelled.all() else whole.filter(labelled)
        y = labels.y if labels.classes else np.zeros(frame.height, np.int32)
        groups = _groups(frame, options.group, path)
        test = split(y, seed, groups)
        encoded = _encode(frame, roles.inputs, test, conventions, path)
        if groups is None and (joined := join_equal(test, y, encoded.x)) is not test:
            test, encoded = joined, _encode(frame, roles.inputs, joined, conventions, path)
        decisions, x = encoded.decisions, encoded.x
        table = replace(encoded.table, header=tuple(whole.columns), label=roles.label)
        facts = {name: _fact(frame[name], conventions) for name in options.facts}
        by_default = one_hot if options.label or one_hot else [note("label", label=roles.label)]
        few = few_labels(y, labels.classes) if labels.classes else ()
        columns = column_findings([*roles.index, *decisions])
        return Dataset(
            x_train=x[~test],
            y_train=labels.y[~test],
            x_test=x[test],
            y_test=labels.y[test],
            classes=labels.classes,
            target=None if labels.classes else roles.label,
            facts_train={name: values[~test] for name, values in facts.items()},
            facts_test={name: values[test] for name, values in facts.items()},
            groups_train=None if groups is None else groups[~test],
            groups_test=None if groups is None else groups[test],
            reading=table,
            splittable=True,
            notes=(*sheet.notes, *strays, *by_default, *labels.notes, *columns, *few),
        )

    def serves(self, spec: InputSpec) -> bool:
        """Tell whether a network was trained on a table."""
        return spec.table is not None

    def read_examples(self, path: Path, spec: InputSpec) -> NDArray[Any]:
        """Read rows as a network's input; columns in any order, others are passed over.

        Rows without names have the columns of the training in their order, all of them, those
        without the label, or those that are inputs.
        """
        table = spec.table
        assert table is not None
        sheet = self.read_new_rows(path, table)
        frame, _ = drop_strays(name_new_columns(sheet.frame, table, path.name))
        return encode_new(frame, table, path.name, sheet.delimiter)


@dataclass(frozen=True)
class _Encoded:
    """The inputs of a table: what was decided of each column, and the rows as numbers."""

    decisions: list[Decision]
    table: TableSpec
    x: NDArray[Any]


def _encode(
    frame: Frame,
    inputs: Sequence[str],
    test: NDArray[np.bool_],
    conventions: Conventions,
    path: Path,
) -> _Encoded:
    """Decide about each column by the rows for training, and write all rows as numbers."""
    decisions = [decide(frame[name], ~test, conventions) for name in inputs]
    table = replace(spec_of(decisions), decimal=conventions.decimal)
    if not table.width:
        why = why_none(decisions)
        raise DataError("{path}: no column can be learned from: {why}", path=path, why=why)
    return _Encoded(decisions, table, encode(frame, table, path.name))


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


def _fact(column: Column, conventions: Conventions) -> NDArray[Any]:
    reading = read_cells(column, conventions)
    if reading is None:
        return np.array(cells(column).fill_null("").to_list(), str)
    return reading.values
