"""Leaks: columns that alone give the label away, and what a quick model reaches without them."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from miwake.audit.baseline_models import cross_predict, predict_baseline, predict_quickly
from miwake.audit.baseline_scores import BaselineScore, Split
from miwake.audit.table_columns import TableColumn, is_identifier, table_columns
from miwake.dataset import Groups
from miwake.stats.per_example import scores_of
from miwake.stats.significance_tests import paired_difference

NEARLY, CERTAIN = 0.9, 0.99  # of the way from chance to always right, for one column alone
COPY = 0.995  # R2 of one column alone, from which it is the target in other words
LESS = 0.02  # a score that falls by less without the column was not due to it
ALPHA = 0.001
MAX_ROWS = 2_000  # a quick model sees
MOST = 3  # columns that are named

Rows = tuple[NDArray[np.float64], NDArray[np.generic], Groups]  # numbers, labels, groups


@dataclass(frozen=True)
class Leak:
    """A column that alone gives the label away, where the others do not.

    Attributes:
        column: its name.
        label: the class that it tells from all others; None where it tells all.
        score: what it reaches alone: the accuracy, R2, or the share of the class that is found.
        without: what a quick model reaches from the other columns.
        missing: whether it is its gaps that tell.
        identifier: whether it names the rows.
    """

    column: str
    label: str | None
    score: float
    without: float
    missing: bool = False
    identifier: bool = False


def find_leaks(split: Split, views: Iterable[BaselineScore]) -> tuple[Leak, ...]:
    """Look closer at the columns whose views tell nearly everything, or a class.

    Args:
        split: the examples.
        views: what each column tells by itself.
    """
    columns = {column.name: column for column in table_columns(split.data)}
    suspects: dict[str, BaselineScore] = {}
    gaps_first = sorted(views, key=lambda view: not view.view.startswith("missing:"))
    for view in sorted(gaps_first, key=lambda view: -round(view.accuracy, 2)):
        kind, _, name = view.view.partition(":")
        if kind in {"column", "missing"} and name in columns and _is_suspect(split, view):
            suspects.setdefault(name, view)
    if not suspects or len(columns) < 2:
        return ()
    x, y, groups = _rows(split)
    leaks: list[Leak] = []
    certain = [n for n, view in suspects.items() if view.gain(split.chance) >= CERTAIN]
    for name, view in list(suspects.items())[:MOST]:
        others = [c for c in columns.values() if c.name != name and c.name not in certain]
        leaks += _compare(split, (x, y, groups), columns[name], others, view) if others else []
    return tuple(leaks)


def _is_suspect(split: Split, view: BaselineScore) -> bool:
    if not split.data.classes:
        return view.accuracy >= NEARLY
    return view.gain(split.chance) >= NEARLY or bool(view.sure)


def _rows(split: Split) -> Rows:
    data = split.data
    x = np.concatenate([data.x_train[split.fitted], data.x_test[split.tested]])
    y = np.concatenate([data.y_train[split.fitted], data.y_test[split.tested]])
    chosen = np.random.default_rng(split.seed).permutation(len(x))[:MAX_ROWS]
    groups = None
    if data.groups_train is not None and split.groups is not None:
        groups = np.concatenate([data.groups_train[split.fitted], split.groups])[chosen]
    return x[chosen].astype(np.float64), y[chosen], groups


def _compare(
    split: Split,
    rows: Rows,
    column: TableColumn,
    others: Iterable[TableColumn],
    view: BaselineScore,
) -> Iterable[Leak]:
    """Hold what a column tells alone against what the others tell without it."""
    x, y, groups = rows
    classes, missing = split.data.classes, view.view.startswith("missing:")
    own = list(column.places[1:] if missing else column.places)
    simple = predict_baseline if classes else predict_quickly  # a small tree is too coarse for R2
    answers = cross_predict(simple, x[:, own], y, len(classes), groups, split.seed)
    alone = scores_of(answers, y, classes)
    score = float(alone.mean())
    whole = score >= (split.chance + NEARLY * (1 - split.chance) if classes else COPY)
    if not whole and not view.sure:
        return
    rest = [place for other in others for place in other.places]
    answers = cross_predict(predict_quickly, x[:, rest], y, len(classes), groups, split.seed)
    without = scores_of(answers, y, classes)
    parts = (
        {None: np.full(len(y), True)}
        if whole
        else {label: y == classes.index(label) for label in view.sure}
    )
    identifier = is_identifier(column, split.data.x_train)
    for label, part in parts.items():
        of_part = None if groups is None else groups[part]
        loss = paired_difference(alone[part], without[part], of_part)
        if loss.value > LESS and loss.p < ALPHA:
            score, less = float(alone[part].mean()), float(without[part].mean())
            yield Leak(column.name, label, score, less, missing, identifier)
