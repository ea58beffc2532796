"""Drift: does a table change with time, so that rows to come are unlike those that were mixed?"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from miwake.audit.baseline_models import cross_predict, predict_quickly
from miwake.audit.baseline_scores import Split
from miwake.audit.table_columns import table_columns
from miwake.input_spec import DATES
from miwake.stats.per_example import scores_of
from miwake.stats.significance_tests import paired_difference, proportion_difference

LATEST = 0.2  # of the rows are taken for those to come
LEAST = 100  # rows
MAX_ROWS = 2_000
LESS, SHARE = 0.05, 0.1  # a score, or the share of a class, that changes by less is as before
ALPHA = 0.001


@dataclass(frozen=True)
class Drift:
    """What changes with the dates of a column.

    Attributes:
        column: its name.
        mixed: what a quick model reaches on the latest rows that learned from rows of all dates.
        ahead: what one reaches there that learned from earlier rows.
        label: the class whose share changes the most; None where none changes much.
        before, after: its share in the earlier rows, and in the latest.
    """

    column: str
    mixed: float
    ahead: float
    label: str | None = None
    before: float = 0.0
    after: float = 0.0

    @property
    def worse(self) -> bool:
        """Whether it is harder to answer for rows to come."""
        return self.mixed - self.ahead >= LESS


def find_drift(split: Split) -> Drift | None:
    """Hold the latest rows by each column of dates against the earlier ones."""
    data = split.data
    columns = [c for c in table_columns(data) if c.number and c.number.style in DATES]
    count = len(data.y_train) + len(data.y_test)
    if not columns or count < LEAST:
        return None
    chosen = np.random.default_rng(split.seed).permutation(count)[:MAX_ROWS]
    x = np.concatenate([data.x_train, data.x_test])[chosen].astype(np.float64)
    y = np.concatenate([data.y_train, data.y_test])[chosen]
    mixed = cross_predict(predict_quickly, x, y, len(data.classes), seed=split.seed)
    for column in columns:
        order = np.argsort(x[:, column.places[0]], kind="stable")
        earlier, latest = np.split(order, [int((1 - LATEST) * len(order))])
        ahead = predict_quickly(x[earlier], y[earlier], x[latest], len(data.classes), split.seed)
        whole, part = (
            scores_of(answers, y[latest], data.classes) for answers in (mixed[latest], ahead)
        )
        loss = paired_difference(whole, part)
        drift = Drift(column.name, float(whole.mean()), float(part.mean()))
        worse = loss.p < ALPHA and drift.worse
        label = _changed_label(data.classes, y[earlier], y[latest])
        if worse or label:
            mixed_score = drift.mixed if worse else drift.ahead  # no loss is claimed without proof
            return Drift(column.name, mixed_score, drift.ahead, *(label or ()))
    return None


def _changed_label(
    classes: tuple[str, ...], before: NDArray[Any], after: NDArray[Any]
) -> tuple[str, float, float] | None:
    changes = []
    for number, label in enumerate(classes):
        counts = int((before == number).sum()), int((after == number).sum())
        p = proportion_difference(counts[0], len(before), counts[1], len(after)).p
        shares = counts[0] / len(before), counts[1] / len(after)
        if p * len(classes) < ALPHA and abs(shares[1] - shares[0]) >= SHARE:
            changes.append((abs(shares[1] - shares[0]), (label, *shares)))
    return max(changes)[1] if changes else None
