"""Arrays as blocks of batches."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from miwake import ArgumentError
from miwake.training import batches
from miwake.training.batches import batches_of, epoch_order


@settings(max_examples=50, deadline=None)
@given(n=st.integers(1, 300), size=st.integers(1, 64), steps=st.integers(1, 20))
def test_blocks_hold_every_example_once_in_order(n, size, steps):
    made = batches_of(np.arange(n, dtype=np.float32), np.arange(n), size)
    order = epoch_order(n, 0, 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "BLOCK_STEPS", steps)
        blocks = list(made.blocks(order))
    seen = np.concatenate([y[:count].ravel() for (_, y), count in blocks])
    np.testing.assert_array_equal(seen, order)
    assert sum(count for _, count in blocks) == made.steps


def test_blocks_of_whole_batches_have_one_shape_whatever_n():
    shapes = {
        block[0].shape
        for n in (32, 64, 3200, 64000)
        for block, _ in batches_of(np.zeros((n, 5)), np.zeros(n)).blocks(np.arange(n))
    }
    assert len(shapes) == 1


def test_blocks_of_large_examples_stay_small():
    x = np.zeros((8, 1024, 1024), np.float32)
    block, count = next(batches_of(x, np.zeros(8), 2).blocks(np.arange(8)))
    assert (count, block[0].shape) == (1, (1, 2, 1024, 1024))


def test_an_order_is_new_every_epoch_and_the_same_for_the_same_seed():
    first, second = epoch_order(1000, 5, 0), epoch_order(1000, 5, 1)
    assert sorted(first) == list(range(1000))
    assert (first != second).any()
    np.testing.assert_array_equal(first, epoch_order(1000, 5, 0))


def test_floats_get_the_precision_of_keras_and_integers_stay():
    made = batches_of({"a": np.ones(2), "b": np.ones(2, np.uint8)}, np.array([0, 1]))
    x, y = made.data
    assert (x["a"].dtype, x["b"].dtype, y.dtype) == (np.float32, np.uint8, np.int64)


def test_weights_of_classes_become_weights_of_examples():
    made = batches_of(np.zeros(4), np.array([0, 1, 2, 1]), class_weight={1: 5.0})
    np.testing.assert_array_equal(made.data[2], [1, 5, 1, 5])


def test_weights_of_one_hot_classes_go_by_the_hot_one():
    made = batches_of(np.zeros(2), np.eye(2), class_weight={1: 5.0})
    np.testing.assert_array_equal(made.data[2], [1, 5])


@pytest.mark.parametrize(
    ("x", "told"),
    [(["a", "b"], "type <U1"), (3.0, "single number"), (np.array([None]), "type object")],
)
def test_what_is_no_array_of_numbers_is_refused(x, told):
    with pytest.raises(ArgumentError, match=told):
        batches_of(x, np.zeros(2))
