"""Jobs: trainings done elsewhere are those that are done here."""

import os
import sys
from concurrent.futures import Future

import numpy as np
import pytest

import miwake
from made_datasets import task
from miwake.errors import ArgumentError
from miwake.plan import DataPlan, TrainingPlan
from miwake.tasks import stored_task as stored
from miwake.tasks.load import task_of
from miwake.workflow.jobs import Job, data_of, forget_data, portable_record

pytestmark = pytest.mark.slow

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent")
ASKED = {"epochs": 1, "checks": False, "repeats": 3}
# the first process that is not the one that asks ends itself, once
DEADLY = """
import os, signal
def low(rng):
    mark = os.environ.get("MARK")
    if mark and os.environ["ASKS"] != str(os.getpid()) and not os.path.exists(mark):
        open(mark, "x").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return rng.random(4)
def high(rng):
    return rng.random(4) + 0.1
"""


class Last(Future):
    """What is finished first, though it was given last; the others once it is taken."""

    def __init__(self, others):
        super().__init__()
        self.others = others

    def result(self, timeout=None):
        while self.others:
            future, value = self.others.pop()
            future.set_result(value)
        return super().result(timeout)


class Backwards:
    """An executor that finishes the last of two jobs first."""

    def __init__(self):
        self.others = []

    def submit(self, function, job):
        value = function(job)
        if not self.others:
            self.others.append((Future(), value))
            return self.others[0][0]
        last = Last(self.others)
        last.set_result(value)
        return last


@pytest.fixture(autouse=True)
def nothing_kept():
    yield
    forget_data()


def test_repeats_elsewhere_are_the_same_and_in_order():
    data, told = task(DEADLY).make(300, 200), []
    here = miwake.train(data, **ASKED).record.repeats
    there = miwake.train(
        data, **ASKED, executor=Backwards(), on_repeat=lambda *one: told.append(one)
    )
    assert there.record.repeats == here
    assert [seed for seed, _ in told] == [2, 1]


@posix
def test_repeats_in_processes_survive_one_that_is_killed(tmp_path, monkeypatch):
    data = task(DEADLY).make(300, 200)
    here = miwake.train(data, **ASKED).record.repeats
    monkeypatch.setenv("ASKS", str(os.getpid()))
    monkeypatch.setenv("MARK", str(tmp_path / "mark"))
    there = miwake.train(data, **ASKED, workers=2).record.repeats
    assert (tmp_path / "mark").exists()
    assert there == here


def test_fresh_repeats_elsewhere_are_the_same():
    data = task(DEADLY).make(300, 200, fresh=True)
    here = miwake.train(data, **ASKED).record.repeats
    assert miwake.train(data, **ASKED, executor=Backwards()).record.repeats == here


def test_what_was_made_in_this_process_does_not_travel():
    made = miwake.Task(a=lambda rng: rng.random(3), b=lambda rng: rng.random(3) + 1).make(60, 40)
    with pytest.raises(ArgumentError, match="was made in this process and does not travel"):
        miwake.train(made, **ASKED, executor=Backwards())


def job_on(data, **changed):
    counts = DataPlan(train=data.train, test=len(data.y_test), seed=data.seed)
    plan = TrainingPlan(counts, network="dense", epochs=1, seed=0)
    return Job(portable_record(data), plan.with_(**changed))


@pytest.mark.parametrize("limit", [0, 2**40], ids=["streamed", "in memory"])
def test_a_written_dataset_is_read_where_the_job_is_done(tmp_path, monkeypatch, limit):
    monkeypatch.setattr(stored, "MAX_BYTES_IN_MEMORY", limit)
    task().make_to(tmp_path / "made", 700, 100, seed=5)
    written = miwake.load_task(tmp_path / "made").make()
    data = data_of(job_on(written))
    assert (data.stream is not None) is (limit == 0)
    assert data.train == 700
    np.testing.assert_array_equal(data.x_test, written.x_test)


def test_another_dataset_in_the_same_folder_is_another_job(tmp_path):
    keys = set()
    for number, (train, seed) in enumerate([(300, 0), (300, 1), (400, 1)]):
        task().make_to(tmp_path / f"made{number}", train, 100, seed=seed)
        (tmp_path / f"made{number}").rename(tmp_path / "made")
        data = miwake.load_task(tmp_path / "made").make()
        keys.add(job_on(data, train=None).key())
        (tmp_path / "made").rename(tmp_path / f"done{number}")
    assert len(keys) == 3


def test_a_relative_folder_of_data_is_named_from_the_root(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    digits = task_of(task(DEADLY).file, DataPlan(data="digits"))
    data = digits.make(10, 10)
    assert data.task_record["data"] == "digits"
    assert portable_record(data)["data"] == str(tmp_path / "digits")
