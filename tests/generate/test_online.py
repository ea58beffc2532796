"""Fresh examples: new ones every epoch, the same whoever makes them."""

import multiprocessing
import os
import signal
import textwrap

import numpy as np
import pytest

from miwake import Task
from miwake.errors import TaskError
from miwake.generate import online as fresh
from miwake.tasks.load import task_of
from miwake.tasks.task_file import read_task_file

TEXT = """
import numpy as np
def low(rng):
    return rng.random(3), {"t": rng.random()}
def high(rng):
    return np.random.random(3) + 0.5, {"t": rng.random()}
"""
TRAIN = 700  # three chunks, the last of them not full


def task(text=TEXT):
    return task_of(read_task_file(textwrap.dedent(text).strip() + "\n", "mine.py"))


def stream(text=TEXT, train=TRAIN, seed=4):
    return task(text).make(train, 100, seed, fresh=True).stream


def arrays(made, first=0, last=3):
    x, y = zip(*made.pieces(first, last, seed=0), strict=True)
    return np.concatenate(x), np.concatenate(y)


@pytest.fixture
def here(monkeypatch):
    """Let this process make everything."""
    monkeypatch.setattr(fresh, "cores", lambda: 1)


@pytest.fixture
def beside(monkeypatch):
    """Let two other processes make everything."""
    monkeypatch.setattr(fresh, "cores", lambda: 3)


def test_other_processes_make_the_same_examples(monkeypatch):
    made = []
    for cores in (1, 3):
        monkeypatch.setattr(fresh, "cores", lambda found=cores: found)
        found = stream()
        assert found.reads_ahead == (cores > 1)
        made.append(arrays(found))
    for one, other in zip(*made, strict=True):
        np.testing.assert_array_equal(one, other)


def test_no_example_comes_twice_nor_from_any_other_stream(here):
    x, y = arrays(stream())
    assert len(x) == len(y) == 3 * TRAIN
    usual = task().make(TRAIN, 300, seed=4)
    others = [usual.x_train, usual.x_test, task().fresh(TRAIN, seed=4).x]
    met = np.concatenate([x, *others])
    assert len(np.unique(met, axis=0)) == len(met)


def test_the_dataset_holds_the_first_examples_of_the_first_epoch(here):
    data = task().make(TRAIN, 100, seed=4, fresh=True)
    x, y = arrays(data.stream, 0, 1)
    np.testing.assert_array_equal(data.x_train, x)
    np.testing.assert_array_equal(data.y_train, y)
    assert (data.train, data.fresh, set(data.facts_train)) == (TRAIN, True, {"t"})
    np.testing.assert_array_equal(data.x_test, task().make(TRAIN, 100, seed=4).x_test)


def test_an_epoch_has_the_same_examples_wherever_a_training_begins(here):
    x, _ = arrays(stream(), 0, 3)
    later, _ = arrays(stream(), 1, 3)
    np.testing.assert_array_equal(x[TRAIN:], later)


def test_a_small_sample_is_whole_chunks_and_changes_nothing(here, monkeypatch):
    whole = arrays(stream())
    monkeypatch.setattr(fresh, "SAMPLE_BYTES", 4000)
    data = task().make(TRAIN, 100, seed=4, fresh=True)
    assert len(data.y_train) == 256
    np.testing.assert_array_equal(arrays(data.stream)[0], whole[0])


def test_another_seed_gives_other_examples(here):
    both = np.concatenate([arrays(stream(seed=seed))[0] for seed in (4, 5)])
    assert len(np.unique(both, axis=0)) == len(both)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are killed by signals")
def test_a_killed_process_is_replaced_and_the_examples_are_the_same(beside, monkeypatch):
    monkeypatch.setattr(fresh, "AHEAD_BYTES", 0)
    monkeypatch.setattr(fresh, "JOB_BYTES", 0)
    expected = arrays(stream(), 0, 4)
    seen = []
    for number, piece in enumerate(stream().pieces(0, 4, 0)):
        seen.append(piece)
        if number == 2:
            children = multiprocessing.active_children()
            assert children
            for child in children:
                os.kill(child.pid, signal.SIGKILL)
    x, y = (np.concatenate(arrays) for arrays in zip(*seen, strict=True))
    np.testing.assert_array_equal(x, expected[0])
    np.testing.assert_array_equal(y, expected[1])


def test_a_function_that_always_ends_its_process_is_told(beside):
    text = """
    import os, sys
    def calm(rng):
        return rng.random(3)
    def crash(rng):
        if "loky" in " ".join(sys.orig_argv):
            os._exit(3)
        return rng.random(3)
    """
    with pytest.raises(TaskError, match="ended from outside"):
        arrays(stream(text))


def test_what_a_function_raises_in_a_later_epoch_is_told_with_the_epoch(beside):
    text = """
    import sys
    def calm(rng):
        return rng.random(3)
    def grows(rng):
        if "loky" in " ".join(sys.orig_argv):
            raise ValueError("too late")
        return rng.random(3)
    """
    with pytest.raises(TaskError, match=r"grows raised .*too late.* in train, epoch 2, examples 1"):
        arrays(stream(text))


def test_examples_of_another_form_in_a_later_epoch_are_refused(here):
    text = """
    import numpy as np
    calls = []
    def calm(rng):
        calls.append(0)
        return np.zeros(3 if len(calls) < 600 else 4)
    def same(rng):
        calls.append(0)
        return np.zeros(3 if len(calls) < 600 else 4)
    """
    with pytest.raises(TaskError, match="shape"):
        arrays(stream(text, train=256), 0, 4)


def test_nothing_runs_on_when_nobody_reads_on(beside):
    before = set(multiprocessing.active_children())
    pieces = stream().pieces(0, 5, 0)
    next(pieces)
    next(pieces)
    assert set(multiprocessing.active_children()) - before
    pieces.close()
    assert set(multiprocessing.active_children()) == before


def test_what_is_seen_is_of_the_last_epoch(here):
    found = stream()
    x, y = arrays(found, 0, 3)
    for seen, expected in zip(found.trained_examples(), (x, y), strict=True):
        np.testing.assert_array_equal(seen, expected[-TRAIN:])
    unused = stream()
    assert len(unused.trained_examples()[1]) == TRAIN


def test_the_target_is_learned_where_there_is_one(here):
    data = task(TEXT + 'target = "t"\n').make(TRAIN, 100, fresh=True)
    _, y = arrays(data.stream)
    assert y.dtype == np.float32
    assert len(np.unique(y)) > TRAIN


def test_data_that_is_loaded_has_no_fresh_examples():
    text = """
    classes = ["a", "b"]
    def load_data():
        return None
    """
    with pytest.raises(TaskError, match="drop --fresh"):
        task(text).make(fresh=True)


def test_functions_that_cannot_travel_are_called_here(beside):
    lock = __import__("threading").Lock()

    def calm(rng):
        with lock:
            return rng.random(2)

    def other(rng):
        return rng.random(2)

    made = Task(calm=calm, other=other).make(300, 50, fresh=True)
    assert not made.stream.reads_ahead
    assert made.notes[0].sentence == "data.fresh.here"
    assert len(arrays(made.stream)[1]) == 900
