"""The manifest of a dataset."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miwake.errors import DataError
from miwake.store.layout import Fact, Layout, Schema
from miwake.store.manifest import MANIFEST, Manifest, empty_hashes, is_dataset, read_manifest

LAYOUT = Layout(20, 5, 8, Schema((2,), "float32", (Fact("t", False),)))


def manifest():
    task = {"name": "mine", "settings": {"BOTH": (1, 2), "NAN": float("nan"), "題": "あ"}}
    versions = {"numpy": "2.0"}
    return Manifest(
        task, 3, ("a", "b"), None, LAYOUT, versions, {"zarr.json": "0"}, empty_hashes(LAYOUT)
    )


def digests(chunk, value="f"):
    return dict.fromkeys(manifest().expected(chunk), value * 64)


def test_it_is_the_same_after_writing_and_reading():
    made = manifest()
    made.record(("train", 1), digests(("train", 1)))
    read = Manifest.from_text(made.to_text())
    assert read.to_text() == made.to_text()
    assert (read.layout, read.classes, read.hashes) == (made.layout, made.classes, made.hashes)


def test_it_knows_what_is_made_and_what_is_missing():
    made = manifest()
    assert made.chunks == 4
    for chunk in [("train", 1), ("test", 0)]:
        made.record(chunk, digests(chunk))
    assert list(made.written_chunks()) == [("train", 1), ("test", 0)]
    assert list(made.missing_chunks()) == [("train", 0), ("train", 2)]
    made.forget(("test", 0))
    assert list(made.written_chunks()) == [("train", 1)]
    assert not made.complete
    for chunk in list(made.missing_chunks()):
        made.record(chunk, digests(chunk))
    assert made.complete


def test_digests_stand_under_the_names_of_the_bytes():
    made = manifest()
    made.record(("train", 1), digests(("train", 1), "a"))
    assert made.expected(("train", 1)) == dict.fromkeys(
        ["x_train/c/1/0", "y_train/c/1", "facts_train/t/c/1"], "a" * 64
    )


@given(st.data())
def test_any_changed_letter_is_noticed(data):
    text = manifest().to_text()
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda c: c not in {text[place], " "}))
    changed = text[:place] + other + text[place + 1 :]
    try:
        read = Manifest.from_text(changed)
    except (ValueError, KeyError, TypeError, RecursionError):
        return
    assert read.to_text() == manifest().to_text()  # white space alone was changed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is damaged"),
        ("[]", "it is no manifest"),
        ("{}", "it is no manifest"),
        ('{"format": 9, "dataset": {}}', "another version of miwake"),
        ('{"format": 1, "dataset": {}}', "is damaged"),
        ('{"format": 1, "sha256": "", "dataset": {}}', "it is not as it was written"),
        ("[" * 10**5, "is damaged"),
    ],
)
def test_a_damaged_one_is_told(tmp_path, text, told):
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(DataError, match=f"miwake.json is damaged.*{told}|{told}"):
        read_manifest(tmp_path)


def test_a_folder_without_one_is_told(tmp_path):
    with pytest.raises(DataError, match=r"holds no dataset: it has no miwake.json; write one with"):
        read_manifest(tmp_path)


def test_what_is_a_dataset(tmp_path):
    assert is_dataset("s3://bucket/name")
    assert not is_dataset(tmp_path)
    (tmp_path / MANIFEST).write_text(manifest().to_text())
    assert is_dataset(tmp_path)
    assert json.loads((tmp_path / MANIFEST).read_text())["format"] == 1
