"""The two parts come from one source, or they do not."""

import numpy as np
import pytest

from miwake.audit.baseline_scores import Split
from miwake.audit.shift import find_shift
from miwake.dataset import Dataset
from miwake.input_spec import Number, TableSpec

TABLE = TableSpec(tuple(Number(name, "plain", 100.0, 10.0) for name in "abcd"), ())


def shift_of(x, x_test, y=None, y_test=None, table=None):
    y = np.arange(len(x)) % 2 if y is None else y
    y_test = np.arange(len(x_test)) % 2 if y_test is None else y_test
    labels = y.astype(np.int32), y_test.astype(np.int32)
    data = Dataset(x, labels[0], x_test, labels[1], ("a", "b"), reading=table)
    return find_shift(Split(data, np.arange(len(x)), np.arange(len(x_test)), 0.5))


def test_a_class_of_another_share_is_named(rng):
    x = rng.random((600, 5))
    found = shift_of(x[:400], x[400:], np.arange(400) % 2, (np.arange(200) % 5 == 0) * 1)
    assert (found.change, found.train, found.test) == ("class", 0.5, pytest.approx(0.8))


def test_a_column_that_moved_is_named_in_its_own_numbers(rng):
    x, x_test = rng.normal(size=(500, 4)), rng.normal(size=(300, 4))
    x_test[:, 2] += 1
    found = shift_of(x, x_test, table=TABLE)
    assert (found.change, found.name) == ("column", "column:c")
    assert found.train == pytest.approx(100, abs=3)
    assert found.test == pytest.approx(110, abs=3)


@pytest.mark.parametrize(
    ("change", "expected"), [(lambda x: x + 0.5, "mean"), (lambda x: x * 2, "spread")]
)
def test_images_that_are_brighter_or_wider_are_told(change, expected, rng):
    x = rng.normal(size=(500, 8, 8))
    assert shift_of(x[:300], change(x[300:])).change == expected


def test_columns_that_belong_together_otherwise_are_told_by_a_quick_model(rng):
    x, x_test = rng.normal(size=(800, 4)), rng.normal(size=(600, 4))
    x_test[:, 1] = x_test[:, 0]
    found = shift_of(x, x_test, table=TABLE)
    assert found.change == "all"
    assert found.train > 0.6


def test_parts_that_were_drawn_alike_raise_no_alarm(rng):
    for _ in range(12):
        x = rng.normal(size=(400, 4)) + np.linspace(0, 3, 400)[:, None]
        order = rng.permutation(400)
        chosen, others = np.sort(order[:300]), np.sort(order[300:])
        assert shift_of(x[chosen], x[others], table=TABLE) is None


def test_values_that_lie_elsewhere_are_told(rng):
    y, y_test = rng.normal(size=300).astype(np.float32), rng.normal(size=200).astype(np.float32)
    x = rng.random((500, 4))
    for moved, expected in ((y_test, None), (y_test + 2, "target")):
        data = Dataset(x[:300], y, x[300:], moved, target="price")
        found = find_shift(Split(data, np.arange(300), np.arange(200), 0.0))
        assert (found and found.change) == expected
