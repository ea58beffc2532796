"""Arrays that a user saved: every label stays with its example, and nothing is ever unpickled."""

import numpy as np
import pytest

import miwake
from miwake.errors import DataError, TaskError
from miwake.plan import ReaderOptions
from miwake.readers.arrays import ArrayReader

X = np.arange(70, dtype=np.float32).reshape(70, 1).repeat(3, axis=1)


def read_arrays(path, seed):
    return ArrayReader().read_dataset(path, ReaderOptions(), seed)


class Payload:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return open, (str(self.path), "w")


@pytest.mark.parametrize(
    ("y", "classes"),
    [
        (np.arange(70) % 2, ("0", "1")),
        ((np.arange(70) % 2)[:, None], ("0", "1")),
        (np.arange(70) % 2 + 3.0, ("3", "4")),
        (np.array(["い", "ろ"])[np.arange(70) % 2], ("い", "ろ")),
        (np.array([b"p", b"q"])[np.arange(70) % 2], ("p", "q")),
        (np.arange(70) % 2 == 1, ("False", "True")),
    ],
)
def test_labels_of_any_type_stay_with_their_examples(tmp_path, y, classes):
    np.savez(tmp_path / "d.npz", x=X, y=y)
    data = read_arrays(tmp_path / "d.npz", 3)
    assert data.classes == classes
    assert (len(data.y_train), len(data.y_test)) == (60, 10)
    for x, labels in ((data.x_train, data.y_train), (data.x_test, data.y_test)):
        np.testing.assert_array_equal(x[:, 0] % 2, labels)


def test_keras_form_keeps_its_split(tmp_path):
    y = np.arange(70) % 2
    parts = {"x_train": X[:50], "y_train": y[:50], "x_test": X[50:], "y_test": y[50:]}
    np.savez(tmp_path / "d.npz", **parts)
    data = read_arrays(tmp_path / "d.npz", 0)
    for name, part in parts.items():
        np.testing.assert_array_equal(getattr(data, name), part)


@pytest.mark.parametrize("names", [("x", "y"), ("X", "y"), ("my_x", "my_y")])
def test_pairs_of_files(tmp_path, names):
    np.save(tmp_path / f"{names[0]}.npy", X)
    np.save(tmp_path / f"{names[1]}.npy", np.arange(70) % 2)
    for name in names:
        assert read_arrays(tmp_path / f"{name}.npy", 0).shape == (3,)


def test_a_pair_without_its_other_half_is_explained(tmp_path):
    np.save(tmp_path / "my_x.npy", X)
    with pytest.raises(DataError, match=r"needs my_y\.npy beside it"):
        read_arrays(tmp_path / "my_x.npy", 0)
    np.save(tmp_path / "data.npy", X)
    with pytest.raises(DataError, match=r"NAME_x\.npy and NAME_y\.npy"):
        read_arrays(tmp_path / "data.npy", 0)


def test_many_numbers_are_learned_as_values(tmp_path):
    np.savez(tmp_path / "d.npz", x=X, y=X[:, 0] / 3)
    data = read_arrays(tmp_path / "d.npz", 0)
    assert data.target == "y"
    np.testing.assert_allclose(data.y_test, data.x_test[:, 0] / 3, rtol=1e-6)
    assert "regression" in data.notes[0].text()


@pytest.mark.parametrize("name", ["d.npz", "d_y.npy"])
def test_objects_are_never_unpickled(tmp_path, name):
    y = np.array([Payload(tmp_path / "ran")] * 70)
    np.save(tmp_path / "d_x.npy", X)
    np.save(tmp_path / "d_y.npy", y, allow_pickle=True)
    np.savez(tmp_path / "d.npz", x=X, y=y)
    with pytest.raises(DataError, match="never unpickled"):
        read_arrays(tmp_path / name, 0)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({"a": X}, "holds a; save"),
        ({"x": X, "y": np.arange(60) % 2}, "70 examples and y 60"),
        ({"x": X, "y": np.zeros(70)}, "the one label 0"),
        ({"x": X, "y": np.arange(70)[::-1] + 5}, None),
        ({"x": X * np.nan, "y": np.arange(70) % 2}, "NaN"),
        ({"x": X.astype(str), "y": np.arange(70) % 2}, "text"),
        ({"x": X, "y": X}, "one number or one text"),
        ({"x": np.float64(3), "y": np.arange(70) % 2}, "no examples"),
        ({"x": X[:0], "y": np.arange(0)}, "no label"),
    ],
)
def test_what_is_no_data_is_explained(tmp_path, arrays, said):
    np.savez(tmp_path / "d.npz", **arrays)
    if said is None:
        assert read_arrays(tmp_path / "d.npz", 0).target == "y"
        return
    with pytest.raises(DataError, match=said):
        read_arrays(tmp_path / "d.npz", 0)


def test_a_label_that_is_only_in_test_is_named(tmp_path):
    y = np.arange(70) % 2
    np.savez(tmp_path / "d.npz", x_train=X[:50], y_train=y[:50], x_test=X[50:], y_test=y[50:] + 1)
    with pytest.raises(DataError, match="label 2 is in y_test but not in y_train"):
        read_arrays(tmp_path / "d.npz", 0)


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04rest", b"\x93NUMPY"])
def test_damaged_files_are_explained(tmp_path, damage):
    for name in ("d.npz", "d_x.npy"):
        (tmp_path / name).write_bytes(damage)
        (tmp_path / "d_y.npy").write_bytes(damage)
        with pytest.raises(DataError, match="can't be read"):
            read_arrays(tmp_path / name, 0)


def test_data_takes_counts_but_no_settings(tmp_path):
    np.savez(tmp_path / "d.npz", x=X, y=np.arange(70) % 2)
    data = miwake.load_task(tmp_path / "d.npz").make(train=20, test=5)
    assert (len(data.y_train), len(data.y_test)) == (20, 5)
    with pytest.raises(DataError, match="60 examples for train"):
        miwake.load_task(tmp_path / "d.npz").make(train=61)
    with pytest.raises(TaskError, match="--set"):
        miwake.load_task(tmp_path / "d.npz", {"A": "1"})
    with pytest.raises(TaskError, match="--label is not used"):
        miwake.load_task(tmp_path / "d.npz", label="y").make()
    with pytest.raises(TaskError, match="--label is not used"):
        miwake.load_task("baker", label="y")
