"""Where a dataset lies: the same for a folder and for an object store."""

import sys
from pathlib import Path

import pytest

from miwake.errors import DataError
from miwake.store.storage import FolderStorage, open_storage


@pytest.fixture(params=["folder", "bucket"])
def place(request, tmp_path):
    if request.param == "bucket":
        return open_storage(request.getfixturevalue("bucket") + "/some/where/")
    return open_storage(tmp_path / "made")


def test_what_is_written_is_read(place):
    assert place.read("a/b") is None
    assert place.sizes() == {}
    place.write("a/b", b"12")
    place.write("a/b", b"123")
    place.write("c", b"")
    assert (place.read("a/b"), place.read("c"), place.read("a")) == (b"123", b"", None)
    assert place.sizes() == {"a/b": 3, "c": 0}


def test_of_two_that_create_the_same_one_does(place):
    assert place.create("a/b", b"first")
    assert not place.create("a/b", b"second")
    assert (place.read("a/b"), place.sizes()) == (b"first", {"a/b": 5})


def test_a_disk_without_links_creates_too(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.hardlink_to", refuse)
    folder = FolderStorage(str(tmp_path / "made"))
    assert folder.create("a", b"first")
    assert not folder.create("a", b"second")
    assert (folder.read("a"), folder.sizes()) == (b"first", {"a": 5})


def test_a_lock_leaves_nothing_behind(place):
    with place.lock():
        assert place.sizes() == {}
    assert place.sizes() == {}
    assert "://" in place.address or not Path(place.address).exists()


def test_what_is_deleted_is_gone(place):
    place.write("a", b"1")
    place.delete("a")
    place.delete("never")
    assert (place.read("a"), place.sizes()) == (None, {})


def test_a_folder_that_takes_nothing_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match=r"can't be written \(.*then start again: it goes on where"):
        FolderStorage(str(tmp_path / "file")).write("a", b"1")


def test_a_bucket_that_is_not_there_is_told(bucket):
    with pytest.raises(DataError, match=r"^s3://none/x can't be reached \(.*NoSuchBucket"):
        open_storage("s3://none/x").read("a")


def test_an_address_of_no_object_store_is_told():
    with pytest.raises(DataError, match=r"^nonsense://x can't be reached"):
        open_storage("nonsense://x").read("a")


def test_a_missing_part_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "obstore", None)
    monkeypatch.delitem(sys.modules, "miwake.store.bucket", raising=False)
    with pytest.raises(DataError, match=r"pip install 'miwake\[s3\]', or name a folder"):
        open_storage("s3://bucket")
