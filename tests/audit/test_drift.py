"""Tables that change with time."""

import numpy as np
import pytest

from miwake.audit.baseline_scores import Split
from miwake.audit.drift import find_drift
from miwake.dataset import Dataset
from miwake.input_spec import Number, TableSpec

TABLE = TableSpec((Number("day", "%Y-%m-%d"), *(Number(n, "plain") for n in "abc")), ())


def drift_of(rule, rng, n=1200, table=TABLE, classes=("no", "yes")):
    x = np.concatenate([rng.permutation(n)[:, None], rng.normal(size=(n, 3))], axis=1)
    y = rule(x).astype(np.int32 if classes else np.float32)
    target = None if classes else "y"
    data = Dataset(x[:900], y[:900], x[900:], y[900:], classes, target, reading=table)
    return find_drift(Split(data, np.arange(900), np.arange(n - 900), 0.5))


def test_a_rule_that_turns_is_worse_ahead_than_mixed(rng):
    found = drift_of(lambda x: (x[:, 1] > 0) == (x[:, 0] < 960), rng)
    assert (found.column, found.worse) == ("day", True)
    assert found.mixed > 0.8
    assert found.ahead < 0.3


def test_values_that_turn_are_worse_ahead_too(rng):
    found = drift_of(lambda x: x[:, 1] * np.where(x[:, 0] < 960, 1, -1), rng, classes=())
    assert found.worse


def test_a_class_that_becomes_more_frequent_is_named(rng):
    found = drift_of(lambda x: rng.random(len(x)) < np.where(x[:, 0] < 960, 0.2, 0.6), rng)
    assert found.label in {"no", "yes"}
    assert abs(found.after - found.before) == pytest.approx(0.4, abs=0.1)
    assert not found.worse


def test_without_a_change_or_without_dates_nothing_is_said(rng):
    assert drift_of(lambda x: x[:, 1] > 0, rng) is None
    plain = TableSpec(tuple(Number(n, "plain") for n in "tabc"), ())
    assert drift_of(lambda x: (x[:, 1] > 0) == (x[:, 0] < 960), rng, table=plain) is None
