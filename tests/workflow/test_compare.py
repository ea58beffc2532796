"""Comparing: each cell is the training that `train` does, and is done once."""

import json
from concurrent.futures import Future

import numpy as np
import pytest

import miwake
from miwake.comparison.result_cache import ResultCache
from miwake.errors import ArgumentError, NetworkError
from miwake.workflow import compare as module

pytestmark = pytest.mark.slow

SMALL = {"test": 300, "epochs": 1}


class Here:
    """An executor that works at once, on what a worker elsewhere would get."""

    def __init__(self):
        self.asked = []

    def submit(self, function, job):
        self.asked.append(job)
        future = Future()
        future.set_result(function(json_only(job)))
        return future


def json_only(job):
    """The job with a task that went through JSON, as it may on its way."""
    return type(job)(**{**vars(job), "task": json.loads(json.dumps(job.task))})


@pytest.fixture(scope="module")
def task():
    return miwake.load_task("baker", {"LENGTH": 12})


def means(found):
    return {(row.network, row.train): row.found.values for row in found.rows}


def test_each_cell_is_what_train_gives(task):
    found = miwake.compare(task, ["dense", "conv"], [200, 500], 2, **SMALL)
    assert [(row.network, row.train) for row in found.rows] == [
        ("dense", 200),
        ("dense", 500),
        ("conv", 200),
        ("conv", 500),
    ]
    for (network, train), values in means(found).items():
        data = task.make(train, 300)
        for seed, value in enumerate(values):
            run = miwake.train(data, network, 1, seed=seed, checks=False)
            assert run.record.results["test_accuracy"] == pytest.approx(value, abs=1e-12)


def test_what_was_done_is_not_done_again(task, tmp_path):
    told = []
    asked = {"folder": tmp_path, **SMALL, "on_result": lambda *a: told.append(a)}
    first = miwake.compare(task, ["dense"], [200], 2, **asked)
    assert [(network, train, seed) for network, train, seed, _ in told] == [
        ("dense", 200, 0),
        ("dense", 200, 1),
    ]
    told.clear()
    assert means(miwake.compare(task, ["dense"], [200], 2, **asked)) == means(first)
    assert told == []
    more = miwake.compare(task, ["dense"], [200, 300], 3, **asked)
    assert [(train, seed) for _, train, seed, _ in told] == [(200, 2), (300, 0), (300, 1), (300, 2)]
    assert means(more)["dense", 200][:2] == means(first)["dense", 200]


@pytest.mark.parametrize("change", [{"epochs": 2}, {"batch_size": 16}, {"seed": 1}, {"test": 200}])
def test_what_was_asked_otherwise_is_done(task, tmp_path, change):
    miwake.compare(task, ["dense"], [200], 1, folder=tmp_path, **SMALL)
    told = []
    asked = {**SMALL, **change, "on_result": lambda *a: told.append(a)}
    miwake.compare(task, ["dense"], [200], 1, folder=tmp_path, **asked)
    assert len(told) == 1


def test_a_changed_task_is_trained_anew(tmp_path):
    path, told = tmp_path / "mine.py", []
    neighbour = tmp_path / "far.py"
    text = (
        "import far\ndef a(rng):\n    return rng.random(4)\n"
        "def b(rng):\n    return rng.random(4) + far.OFF\n"
    )
    asked = {"folder": tmp_path / "kept", **SMALL, "on_result": lambda *a: told.append(a)}
    for written, off in ((text, 1), (text, 1), (text, 2), (text + "\n# new\n", 2)):
        path.write_text(written)
        neighbour.write_text(f"OFF = {off}\n")
        miwake.compare(miwake.load_task(path), ["dense"], [100], 1, **asked)
    assert len(told) == 3


def test_damaged_results_are_made_again(task, tmp_path):
    first = miwake.compare(task, ["dense"], [200], 1, folder=tmp_path, **SMALL)
    (cell,) = (tmp_path / "cells").iterdir()
    cell.write_bytes(cell.read_bytes()[:50])
    again = miwake.compare(task, ["dense"], [200], 1, folder=tmp_path, **SMALL)
    assert means(again) == means(first)


def test_an_executor_gets_the_task_as_text_and_gives_the_same(task):
    pool = Here()
    found = miwake.compare(task, ["dense"], [200], 2, executor=pool, **SMALL)
    assert means(found) == means(miwake.compare(task, ["dense"], [200], 2, **SMALL))
    assert [job.plan.seed for job in pool.asked] == [0, 1]


def test_own_data_is_read_once_and_trained_as_long_as_train_does(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(300, 5)), np.arange(300) % 2
    x[y == 1] += 1
    np.savez(tmp_path / "own.npz", x=x, y=y)
    task, read = miwake.load_task(tmp_path / "own.npz"), []
    monkeypatch.setattr(
        "miwake.tasks.data_task.read_dataset", lambda *a: read.append(a) or load_own(*a)
    )
    from miwake.readers.registry import read_dataset as load_own

    told = []
    asked = {"folder": tmp_path / "kept", "on_result": lambda *a: told.append(a)}
    found = miwake.compare(task, None, [100, 200], 1, **asked)
    again = miwake.compare(task, None, [100, 200], 1, **asked)
    assert means(again) == means(found)
    assert len(told) == 2 * len(found.networks)
    assert len(read) <= 3  # here, and once for the jobs
    fresh = miwake.load_task(tmp_path / "own.npz")
    run = miwake.train(fresh.make(train=100), "dense", checks=False)
    assert run.record.epochs > 5
    assert means(found)["dense", 100] == (run.record.results["test_accuracy"],)


def test_arrays_are_compared_too():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(400, 3))
    y = x.sum(axis=1).astype(np.float32)
    data = miwake.Dataset(x[:300], y[:300], x[300:], y[300:], target="sum")
    found = miwake.compare(data, ["dense"], [50, 300], 2, epochs=3)
    assert found.rows[1].found.figure == "test_r2"
    assert found.chance is None
    assert found.rows[1].found.mean > found.rows[0].found.mean
    with pytest.raises(ArgumentError, match="does not travel"):
        miwake.compare(data, ["dense"], [50], executor=Here())


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"networks": []}, ArgumentError, "at least one network"),
        ({"sizes": [0]}, ArgumentError, "sizes of at least 1"),
        ({"repeats": 0}, ArgumentError, "at least 1 repeat"),
        ({"networks": ["dense", "convv"]}, NetworkError, "no network convv"),
    ],
)
def test_what_can_not_be_compared_is_said_before_anything_is_done(task, asked, error, message):
    with pytest.raises(error, match=message):
        miwake.compare(task, **{"sizes": [200], **asked})


def test_results_stay_where_the_work_was_stopped(task, tmp_path, monkeypatch):
    def stop(network, train, seed, score):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        miwake.compare(task, ["dense"], [200], 3, folder=tmp_path, on_result=stop, **SMALL)
    kept = list((tmp_path / "cells").iterdir())
    assert len(kept) == 1
    assert ResultCache(tmp_path).read(kept[0].stem).shape == (300,)
    assert module.compare is miwake.compare
