"""The registry of readers: who reads what, to train and to predict."""

import dataclasses
import re
from pathlib import Path

import numpy as np
import pytest

from miwake.errors import DataError
from miwake.input_spec import InputSpec, Number, TableSpec
from miwake.plan import ReaderOptions
from miwake.readers.registry import READERS, accepted, endings, find_reader, read_examples

THREE = InputSpec((3,), "float32", ("a", "b"))
PICTURE = InputSpec((8, 8), "uint8", ("a", "b"), max_value=255.0)


def test_one_example_is_named_by_its_file(tmp_path):
    (tmp_path / "mine.csv").write_text("1\n2\n3\n")
    (name, example) = read_examples(tmp_path / "mine.csv", THREE)[0]
    assert (name, example.tolist()) == (str(tmp_path / "mine.csv"), [1, 2, 3])


def test_several_examples_are_numbered(tmp_path):
    np.save(tmp_path / "mine.npy", np.ones((2, 3)))
    path = tmp_path / "mine.npy"
    assert [name for name, _ in read_examples(path, THREE)] == [f"{path}[0]", f"{path}[1]"]


def test_a_picture_is_one_example(draw):
    path = draw(np.zeros((9, 9), np.uint8), "絵 1.PNG")
    ((name, example),) = read_examples(path, PICTURE)
    assert (name, example.shape) == (str(path), (8, 8))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nowhere.csv", "there is no file"),
        ("notes.docx", r"takes examples of shape \(3,\); give \.npy, \.csv"),
        ("none", r"takes examples of shape \(3,\); give \.npy, \.csv"),
        ("folder.npy", "holds 0 files that this network takes"),
    ],
)
def test_what_is_no_input_is_named(tmp_path, name, message):
    (tmp_path / "notes.docx").write_bytes(b"PK")
    (tmp_path / "none").write_bytes(b"1")
    (tmp_path / "folder.npy").mkdir()
    with pytest.raises(DataError, match=message):
        read_examples(tmp_path / name, THREE)


def test_a_picture_for_a_network_of_numbers_is_refused(draw):
    with pytest.raises(DataError, match="takes examples of shape"):
        read_examples(draw(np.zeros((9, 9), np.uint8)), THREE)


def test_a_table_answers_tables_alone(tmp_path):
    table = InputSpec((1,), "float32", ("a", "b"), table=TableSpec((Number("n", "plain"),), ()))
    (tmp_path / "mine.npy").write_bytes(b"1")
    with pytest.raises(DataError, match=r"takes rows of a table; give \.csv, \.tsv"):
        read_examples(tmp_path / "mine.npy", table)
    (tmp_path / "mine.TAB").write_text("n\n3\n")
    assert read_examples(tmp_path / "mine.TAB", table)[0][1].tolist() == [3]


def test_what_can_be_read_is_said_by_the_readers(tmp_path):
    for reader in READERS:
        assert all(suffix in endings(reader.form) for suffix in reader.suffixes)
        assert set(reader.options) <= {field.name for field in dataclasses.fields(ReaderOptions)}
        for suffix in reader.suffixes if reader.form != "images" else ():
            (tmp_path / f"x{suffix}").touch()
            assert find_reader(tmp_path / f"x{suffix}") is reader
    assert accepted(PICTURE).startswith("image/*, .png")
    assert accepted(THREE) == ".npy, .csv, .tsv, .txt"
    assert find_reader(tmp_path / "nowhere.csv") is find_reader(tmp_path) is None


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_readme_names_each_form_that_is_read(name):
    text = (Path(__file__).parents[2] / name).read_text("utf-8")
    said = set(re.findall(r"`(\.\w+)`", text)) - {".py", ".keras", ".html"}
    known = {suffix for reader in READERS for suffix in reader.suffixes}
    first = {reader.suffixes[0] for reader in READERS if reader.form != "images"}
    assert first <= said <= known
