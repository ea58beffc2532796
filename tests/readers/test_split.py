"""Equal examples on one side of a split."""

import numpy as np

import miwake
from miwake.readers.split import join_equal, split


def rows(n=140, doubled=20):
    x = np.arange(n, dtype=np.float32)[:, None]
    return np.concatenate([x, x[:doubled]]), np.arange(n + doubled, dtype=np.int32) % 2


def crossing(x, test):
    return set(x[test, 0]) & set(x[~test, 0])


def test_equal_examples_lie_on_one_side_and_the_shares_stay():
    x, y = rows()
    drawn = split(y, 0)
    joined = join_equal(drawn, y, x)
    assert crossing(x, drawn)
    assert not crossing(x, joined)
    assert abs(int(joined.sum()) - int(drawn.sum())) <= 5


def test_where_few_different_examples_are_possible_they_stay_as_drawn():
    x = np.arange(100)[:, None] % 4
    y = np.arange(100, dtype=np.int32) % 2
    assert join_equal(split(y, 0), y, x) is not None
    np.testing.assert_array_equal(join_equal(split(y, 0), y, x), split(y, 0))


def test_no_class_is_lost_for_it():
    x, y = np.array([[0], [0], [1], [2], [3], [4]]), np.array([1, 1, 0, 0, 0, 0], np.int32)
    test = np.array([False, True, False, False, False, True])
    np.testing.assert_array_equal(join_equal(test, y, x), test)


def test_a_table_and_arrays_are_split_so(tmp_path):
    x, y = rows()
    lines = [f"{row[0]:.0f},{('no', 'yes')[label]}" for row, label in zip(x, y, strict=True)]
    (tmp_path / "table.csv").write_text("\n".join(["a,label", *lines]), "utf-8")
    np.savez(tmp_path / "arrays.npz", x=x, y=y)
    for name in ("table.csv", "arrays.npz"):
        data = miwake.load_task(tmp_path / name).make()
        assert not set(data.x_train[:, 0]) & set(data.x_test[:, 0])
        assert len(data.x_train) + len(data.x_test) == len(x)
