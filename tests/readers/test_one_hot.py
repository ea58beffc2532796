"""Labels that are written in a column a class."""

import numpy as np
import pytest

from miwake.plan import ReaderOptions
from miwake.readers.registry import read_dataset

CLASSES = ("cat", "dog", "bird")


@pytest.fixture
def path(tmp_path, rng):
    lines = [",".join(["x1", "sex", *CLASSES])]
    for label in rng.integers(0, 3, 60):
        ones = ["1" if i == label else "0" for i in range(3)]
        lines.append(",".join([f"{label + rng.random():.3f}", str(rng.integers(2)), *ones]))
    (tmp_path / "t.csv").write_text("\n".join(lines))
    return tmp_path / "t.csv"


def keys(data):
    return [note.sentence for note in data.notes]


def test_they_are_learned_as_one(path):
    data = read_dataset(path, ReaderOptions(), 0)
    assert data.classes == ("bird", "cat", "dog")
    assert data.reading.names == ("x1", "sex")
    assert keys(data) == ["data.one_hot"]
    found = {int(x[0]): data.classes[y] for x, y in zip(data.x_train, data.y_train, strict=True)}
    assert found == dict(enumerate(CLASSES))


def test_the_others_are_no_inputs_where_one_is_named(path):
    data = read_dataset(path, ReaderOptions(label="dog"), 0)
    assert data.classes == ("0", "1")
    assert data.reading.names == ("x1", "sex")
    assert keys(data) == ["data.one_hot_left"]


@pytest.mark.parametrize("options", [{"drop": ("cat",)}, {"facts": ("dog",)}])
def test_a_column_that_is_used_otherwise_is_not_taken(path, options):
    assert "data.one_hot" not in keys(read_dataset(path, ReaderOptions(**options), 0))


def test_columns_of_zeros_and_ones_are_not_always_a_label(tmp_path, rng):
    rows = rng.integers(0, 2, (60, 4))
    lines = ["a,b,c,d", *(",".join(map(str, row)) for row in rows)]
    (tmp_path / "t.csv").write_text("\n".join(lines))
    data = read_dataset(tmp_path / "t.csv", ReaderOptions(), 0)
    assert data.reading.names == ("a", "b", "c")
    assert keys(data) == ["data.label"]
    assert np.isin(data.x_train, (0, 1)).all()
