"""A dataset in an object store, of a server on this machine that speaks S3."""

import pytest

import miwake
from made_datasets import content, task
from miwake.errors import DataError
from miwake.store import open_or_create as begin
from miwake.store.storage import open_storage

pytestmark = pytest.mark.slow

COUNTS = (1100, 300)


def stored(address):
    place = open_storage(address)
    return {key: place.read(key) for key in place.sizes()}


def test_it_holds_the_same_bytes_as_a_folder(bucket, tmp_path):
    task().make_to(tmp_path / "made", *COUNTS, workers=1)
    written = task().make_to(f"{bucket}/made", *COUNTS, workers=2)
    assert stored(f"{bucket}/made") == content(tmp_path / "made")
    assert written.bytes == sum(map(len, content(tmp_path / "made").values()))


def test_of_two_that_begin_at_once_the_second_is_refused(bucket, monkeypatch):
    address, create = f"{bucket}/made", begin.create_manifest

    def create_after_another(*given):
        monkeypatch.setattr(begin, "create_manifest", create)
        task().make_to(address, *COUNTS, seed=5, workers=1)
        return create(*given)

    monkeypatch.setattr(begin, "create_manifest", create_after_another)
    with pytest.raises(DataError, match="holds a dataset of seed 5, not 6"):
        task().make_to(address, *COUNTS, seed=6, workers=1)
    assert miwake.open_store(address).read("train", 0).y.shape == (256,)


def test_it_is_gone_on_with_and_read(bucket):
    def stop(done, _):
        if done > 500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        task().make_to(f"{bucket}/made", *COUNTS, workers=1, progress=stop)
    assert task().make_to(f"{bucket}/made", *COUNTS, workers=1).made == 5
    data = miwake.load_task(f"{bucket}/made").make()
    assert data.x_train.tobytes() == task().make(*COUNTS).x_train.tobytes()


def test_damage_is_named_and_repaired(bucket):
    address = f"{bucket}/made"
    task().make_to(address, *COUNTS, workers=1)
    whole, place = stored(address), open_storage(address)
    place.delete("x_train/c/2/0")
    place.write("y_train/c/1", b"short")
    place.write("facts_test/t/c/0", whole["facts_test/t/c/0"][::-1])
    with pytest.raises(DataError, match=r"y_train/c/1 has 5 bytes .*, x_train/c/2/0 is missing"):
        miwake.open_store(address)
    written = task().make_to(address, *COUNTS, repair=True)
    assert (len(written.damaged), written.made) == (3, 3)
    assert stored(address) == whole


def test_a_server_that_is_gone_ends_in_one_line(bucket, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setattr("miwake.store.bucket.RETRIES", 0)
    with pytest.raises(DataError, match=r"^s3://examples/made can't be reached \(.*AWS_END"):
        task().make_to(f"{bucket}/made", *COUNTS)
