"""Training from disk: shuffled on two levels, the same as in memory, as much as there is."""

import numpy as np
import pytest

import miwake
from miwake import fit, open_store
from miwake.errors import DataError, RunError
from miwake.store import stream as streaming
from miwake.store.stream import StoredStream
from miwake.tasks import stored_task as stored
from miwake.tasks.load import from_record
from miwake.training.build import build

TRAIN, SEED = 1500, 3


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Six chunks of 256 examples; the last one is not full."""
    file = tmp_path_factory.mktemp("task") / "mine.py"
    file.write_text(
        "def low(rng):\n    return rng.random(4), {'t': rng.random()}\n"
        "def high(rng):\n    return rng.random(4) + 0.3, {'t': rng.random()}\n"
    )
    folder = tmp_path_factory.mktemp("stored") / "dataset"
    miwake.load_task(file).make_to(folder, TRAIN, 400, SEED)
    return folder


@pytest.fixture
def small_windows(monkeypatch):
    """Two chunks a window, one in the sample, and whatever there is stays on disk."""
    monkeypatch.setattr(streaming, "WINDOW_CHUNKS", 2)
    monkeypatch.setattr(streaming, "WINDOW_BYTES", 1)
    monkeypatch.setattr(streaming, "SAMPLE_BYTES", 1)
    monkeypatch.setattr(stored, "MAX_BYTES_IN_MEMORY", 1)


@pytest.fixture(scope="module")
def whole(path):
    """The dataset in memory."""
    return miwake.load_task(path).make()


def weights(run):
    return run.model.get_weights()


def test_an_epoch_has_every_example_once_in_an_order_of_its_own(path, small_windows, whole):
    stream = StoredStream(open_store(path))
    for epoch in range(2):
        order = stream.order(epoch, seed=7)
        assert sorted(order) == list(range(TRAIN))
        pieces = list(stream.pieces(epoch, epoch + 1, seed=7))
        x, y = (np.concatenate(arrays) for arrays in zip(*pieces, strict=True))
        np.testing.assert_array_equal(x, whole.x_train[order])
        np.testing.assert_array_equal(y, whole.y_train[order])
    assert (stream.order(0, 7) != stream.order(1, 7)).any()
    assert (stream.order(0, 7) != stream.order(0, 8)).any()


def test_it_is_shuffled_on_two_levels(path, small_windows):
    chunk = open_store(path).chunk
    order = StoredStream(open_store(path)).order(0, seed=7)
    window = order[:400] // chunk
    assert len(np.unique(window)) == 2  # a window is of two chunks
    assert len(np.unique(window[:32])) == 2  # which lie mixed in it
    firsts = {tuple(StoredStream(open_store(path)).order(e, 7)[:5] // chunk) for e in range(6)}
    assert len(firsts) > 2  # other chunks come first in another epoch


def test_the_weights_are_those_of_training_in_memory_in_the_same_order(path, small_windows, whole):
    stream = StoredStream(open_store(path))
    ours, theirs = build("dense", whole, 0), build("dense", whole, 0)
    fit(ours, stream, epochs=2, seed=9, verbose=0)
    for epoch in range(2):
        order = stream.order(epoch, 9)
        fit(theirs, whole.x_train[order], whole.y_train[order], shuffle=False, verbose=0)
    for mine, expected in zip(ours.variables, theirs.variables, strict=True):
        np.testing.assert_array_equal(np.asarray(mine.value), np.asarray(expected.value))
    for mine, expected in zip(ours.optimizer.variables, theirs.optimizer.variables, strict=True):
        np.testing.assert_array_equal(np.asarray(mine.value), np.asarray(expected.value))


def test_small_data_is_read_and_large_data_streams_and_says_so(path, small_windows, monkeypatch):
    large = miwake.load_task(path).make()
    assert (large.train, len(large.y_train), large.seed) == (TRAIN, 256, SEED)
    assert "1,500" not in large.notes[0].text()
    assert "come from disk" in large.notes[0].text()
    monkeypatch.setattr(stored, "MAX_BYTES_IN_MEMORY", TRAIN * 16)
    small = miwake.load_task(path).make()
    assert (small.stream, len(small.y_train), small.notes) == (None, TRAIN, ())


def test_less_than_all_of_it_can_be_asked_for(path, small_windows):
    data = miwake.load_task(path).make(train=700, test=50)
    order = data.stream.order(0, 0)
    assert sorted(order) == list(range(700))
    assert (data.train, len(data.y_test)) == (700, 50)
    with pytest.raises(DataError, match="1,500 examples for training, not 1,501"):
        miwake.load_task(path).make(train=1501)


def test_a_training_from_disk_is_judged_and_kept(path, small_windows, tmp_path):
    data = miwake.load_task(path).make()
    run = miwake.train(data, epochs=2)
    assert (run.record.plan.data.train, run.record.plan.data.fresh) == (TRAIN, False)
    assert {"chance", "overfitting"} <= {check["check"] for check in run.record.verdict}
    kept = miwake.load_run(run.save(tmp_path / "run"))
    assert kept.evaluate(test=200).fresh
    assert [p.answer for p in kept.predict_tests(5)] == [p.answer for p in run.predict_tests(5)]


def test_a_stopped_training_ends_with_the_same_weights(path, small_windows, tmp_path):
    def stop(epoch):
        if epoch.number == 2:
            raise KeyboardInterrupt

    data = miwake.load_task(path).make()
    with pytest.raises(miwake.TrainingInterrupted):
        miwake.train(data, epochs=3, folder=tmp_path, on_epoch=stop, checks=False)
    resumed = miwake.train(data, epochs=3, folder=tmp_path, checks=False)
    for one, other in zip(
        weights(resumed), weights(miwake.train(data, epochs=3, checks=False)), strict=True
    ):
        np.testing.assert_array_equal(one, other)


def test_a_training_goes_on_with_the_dataset_that_it_began_with(path, small_windows, tmp_path):
    kept = miwake.load_task(path).record()
    assert from_record(kept, stored=True).store.path == str(path)
    with pytest.raises(RunError, match="another dataset"):
        from_record(kept | {"sha256": "0"}, stored=True)
    with pytest.raises(DataError, match="holds no dataset"):
        from_record(kept | {"stored": str(tmp_path)}, stored=True)


def test_a_damaged_chunk_ends_the_training_and_is_named(path, small_windows, tmp_path):
    import shutil

    copy = shutil.copytree(path, tmp_path / "copy")
    chunk = copy / "x_train" / "c" / "3" / "0"
    data = miwake.load_task(copy).make()
    chunk.write_bytes(chunk.read_bytes()[:-9] + b"spoilt!!!")
    with pytest.raises(DataError, match=r"x_train/c/3/0 is damaged.*--repair"):
        miwake.train(data, epochs=1, checks=False)


def test_each_epoch_can_be_fresh_with_the_task_that_was_written(path):
    data = miwake.load_task(path).make(train=300, test=100, fresh=True)
    assert (data.fresh, data.train, data.seed) == (True, 300, SEED)
