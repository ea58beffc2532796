"""Files that a user wants an answer for."""

import numpy as np
import pytest

from miwake.errors import DataError
from miwake.input_spec import InputSpec
from miwake.readers.predict_inputs import read_inputs

THREE = InputSpec((3,), "float32", ("a", "b"))
PICTURE = InputSpec((8, 8), "uint8", ("a", "b"), max_value=255.0)


def test_one_example_is_named_by_its_file(tmp_path):
    (tmp_path / "mine.csv").write_text("1\n2\n3\n")
    (name, example) = read_inputs(tmp_path / "mine.csv", THREE)[0]
    assert (name, example.tolist()) == (str(tmp_path / "mine.csv"), [1, 2, 3])


def test_several_examples_are_numbered(tmp_path):
    np.save(tmp_path / "mine.npy", np.ones((2, 3)))
    path = tmp_path / "mine.npy"
    assert [name for name, _ in read_inputs(path, THREE)] == [f"{path}[0]", f"{path}[1]"]


def test_a_picture_is_one_example(draw):
    path = draw(np.zeros((9, 9), np.uint8), "絵 1.PNG")
    ((name, example),) = read_inputs(path, PICTURE)
    assert (name, example.shape) == (str(path), (8, 8))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere.csv", "there is no file"),
        ("notes.docx", "of no kind that can be read"),
        ("none", "of no kind that can be read"),
        ("folder.npy", "there is no file"),
    ],
)
def test_what_is_no_input_is_named(tmp_path, name, message):
    (tmp_path / "notes.docx").write_bytes(b"PK")
    (tmp_path / "none").write_bytes(b"1")
    (tmp_path / "folder.npy").mkdir()
    with pytest.raises(DataError, match=message):
        read_inputs(tmp_path / name, THREE)


def test_a_picture_for_a_network_of_numbers_is_refused(draw):
    with pytest.raises(DataError, match="is a picture, but"):
        read_inputs(draw(np.zeros((9, 9), np.uint8)), THREE)
