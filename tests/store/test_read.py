"""Reading a dataset: chunk by chunk, or whole as a task."""

import numpy as np
import pytest

import miwake
from made_datasets import MIXED, REGRESSION, task
from miwake.errors import DataError, TaskError
from miwake.tasks import stored_task as stored
from miwake.tasks.stored_task import StoredTask


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mixed") / "made"
    task().make_to(folder, 1100, 300, seed=5, workers=1)
    return folder


@pytest.fixture
def own(tmp_path):
    task(REGRESSION).make_to(tmp_path / "made", 4100, 10, seed=2)
    return tmp_path / "made"


def test_it_tells_what_it_holds(mixed):
    store = miwake.open_store(mixed)
    assert (store.train, store.test, store.chunk, store.seed) == (1100, 300, 256, 5)
    assert (store.classes, store.target) == (("modern", "legacy"), None)
    assert (store.shape, store.dtype) == ((3,), np.float32)
    assert (store.chunks("train"), store.chunks("test")) == (5, 2)


def test_its_task_is_read_from_the_text_that_was_kept(mixed):
    kept = miwake.open_store(mixed).task()
    assert (kept.file.text, kept.classes) == (task().file.text, ("modern", "legacy"))


def test_a_chunk_is_read_with_its_facts(mixed):
    made = miwake.open_store(mixed).read("test", 1)
    data = task().make(1100, 300, seed=5)
    np.testing.assert_array_equal(made.x, data.x_test[256:])
    np.testing.assert_array_equal(made.y, data.y_test[256:])
    for name, values in data.facts_test.items():
        np.testing.assert_array_equal(made.facts[name], values[256:])


def test_a_regression_has_the_values_that_are_learned(own):
    made = miwake.open_store(own).read("train", 2)
    assert made.y.dtype == np.float32
    np.testing.assert_array_equal(made.y, made.facts["t"].astype(np.float32))


@pytest.mark.parametrize("key", ["y_train/c/1", "x_train/zarr.json"])
def test_what_is_lost_while_it_is_open_is_told(own, key):
    store = miwake.open_store(own)
    (own / key).unlink()
    with pytest.raises(DataError, match=f"is damaged: {key} is missing; make just those again"):
        store.read("train", 1)


def test_a_flipped_byte_is_told_when_it_is_read(own):
    path = own / "x_train" / "c" / "1" / "0"
    spoilt = bytearray(path.read_bytes())
    spoilt[100] ^= 1
    path.write_bytes(spoilt)
    store = miwake.open_store(own)
    assert len(store.read("train", 0).y) == 2048
    with pytest.raises(DataError, match=r"x_train/c/1/0 is damaged; make just .*--repair"):
        store.read("train", 1)


def test_a_sound_chunk_of_another_dataset_is_told_when_it_is_read(own, tmp_path):
    task(REGRESSION).make_to(tmp_path / "other", 4100, 10, seed=3)
    (tmp_path / "other" / "x_train" / "c" / "1" / "0").replace(own / "x_train" / "c" / "1" / "0")
    store = miwake.open_store(own)
    assert len(store.read("train", 0).y) == 2048
    with pytest.raises(DataError, match=r"is damaged: x_train/c/1/0 is damaged; make just those"):
        store.read("train", 1)


def test_changed_metadata_is_told_when_it_is_read(own):
    path = own / "x_train" / "zarr.json"
    path.write_text(path.read_text().replace("float32", "float64"))
    store = miwake.open_store(own)
    with pytest.raises(DataError, match=r"is damaged: x_train/zarr.json is damaged"):
        store.read("train", 0)


def test_missing_chunks_are_told_when_it_is_opened(own):
    (own / "x_train" / "c" / "1" / "0").unlink()
    (own / "y_test" / "c" / "0").write_bytes(b"short")
    told = r"x_train/c/1/0 is missing, y_test/c/0 has 5 bytes in place of 8,196; make just those"
    with pytest.raises(DataError, match=told):
        miwake.open_store(own)


def test_an_unfinished_one_is_told(tmp_path):
    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        task().make_to(tmp_path / "made", 1100, 300, workers=1, progress=stop)
    with pytest.raises(DataError, match=r"is not finished: 6 of 7 chunks are to be made; go on"):
        miwake.open_store(tmp_path / "made")


# As a task


@pytest.mark.parametrize("text", [MIXED, REGRESSION])
def test_it_is_a_task_with_the_same_examples(tmp_path, text):
    made_by = task(text)
    made_by.make_to(tmp_path / "made", 600, 100, seed=3, workers=1)
    loaded = miwake.load_task(tmp_path / "made")
    found, wanted = loaded.make(), made_by.make(600, 100, seed=3)
    for name in ("x_train", "y_train", "x_test", "y_test"):
        got, want = getattr(found, name), getattr(wanted, name)
        assert (got.dtype, got.tobytes()) == (want.dtype, want.tobytes())
    assert (found.classes, found.target, found.seed) == (wanted.classes, wanted.target, 3)
    for name, values in wanted.facts_train.items():
        np.testing.assert_array_equal(found.facts_train[name], values)
    assert isinstance(loaded, StoredTask)
    assert loaded.default("train") == 600


def test_the_first_examples_are_read_where_fewer_are_asked_for(mixed):
    seen = []
    found = miwake.load_task(mixed).make(300, 10, progress=lambda *step: seen.append(step))
    whole = miwake.load_task(mixed).make()
    np.testing.assert_array_equal(found.x_train, whole.x_train[:300])
    np.testing.assert_array_equal(found.y_test, whole.y_test[:10])
    assert seen == [(256, 310), (300, 310), (310, 310)]


def test_more_than_there_are_is_refused(mixed):
    with pytest.raises(DataError, match=r"has 1,100 examples for training, not 1,200; ask for"):
        miwake.load_task(mixed).make(1200)


def test_more_than_the_memory_is_refused(mixed, monkeypatch):
    monkeypatch.setattr(stored, "memory_bytes", lambda: 100)
    with pytest.raises(DataError, match=r"^1,100 examples of shape \(3,\) need .* GB, more memory"):
        miwake.load_task(mixed).make()


def test_fresh_examples_are_made_by_the_task_that_was_kept(mixed):
    fresh = miwake.load_task(mixed).fresh(20, seed=1)
    np.testing.assert_array_equal(fresh.x, task().fresh(20, seed=1).x)


def test_it_is_not_written_again(mixed, tmp_path):
    with pytest.raises(TaskError, match="has its examples already"):
        miwake.load_task(mixed).make_to(tmp_path / "again")


@pytest.mark.parametrize("given", [{"settings": {"LENGTH": 4}}, {"data": "x"}, {"label": "a"}])
def test_options_that_it_does_not_take_are_refused(mixed, given):
    with pytest.raises(TaskError, match="is not used"):
        miwake.load_task(mixed, **given)


def test_a_run_on_it_knows_where_its_examples_came_from(mixed, tmp_path):
    data = miwake.load_task(mixed).make()
    miwake.train(data, epochs=1, checks=False).save(tmp_path / "run")
    run = miwake.load_run(tmp_path / "run")
    assert run.evaluate().fresh
    assert run.record.task["origin"] == str(mixed)
