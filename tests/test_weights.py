"""Classes that are drawn more often than others."""

import pickle

import numpy as np
import pytest

from miwake import Task, TaskError
from miwake.generate.chunk import FRESH, TRAIN, Request, make_chunk
from miwake.tasks.task_file import read_task_file

TEXT = """
RATIO = 3
weights = [RATIO, 1]

def often(rng, n):
    return rng.random((n, 4))

def seldom(rng, n):
    return rng.random((n, 4))
"""


def labels(text, part=TRAIN, count=2048, only=None, **settings):
    file = read_task_file(text, "mine.py", changed=settings)
    return make_chunk(file, Request(part, count, 0, only), 0).y


def test_weights_say_how_often_each_class_is_drawn():
    share = labels(TEXT).mean()
    assert abs(share - 0.25) < 3 * np.sqrt(0.25 * 0.75 / 2048)
    assert abs(labels(TEXT, RATIO=7).mean() - 1 / 8) < 3 * np.sqrt(7 / 64 / 2048)


def test_without_weights_nothing_is_drawn_otherwise_than_before():
    seeds = np.random.SeedSequence(0, spawn_key=(TRAIN, 0, 0))
    drawn = np.random.default_rng(seeds).integers(0, 2, 2048)
    assert (labels(TEXT.replace("weights = [RATIO, 1]", "")) == drawn).all()


def test_one_class_alone_is_not_weighed():
    assert labels(TEXT, FRESH, 10, only=1).tolist() == [1] * 10


def test_weights_travel_with_the_text():
    file = read_task_file(TEXT, "mine.py")
    assert pickle.loads(pickle.dumps(file)).weights == file.weights == (0.75, 0.25)


def test_a_task_of_python_functions_has_equal_parts():
    task = Task(a=lambda rng: rng.random(3), b=lambda rng: rng.random(3))
    assert task.file.weights == ()


@pytest.mark.parametrize(
    "weights",
    ["[1]", "[1, 2, 3]", "[1, 0]", "[1, -1]", "[1, float('nan')]", "3", "'ab'", "[[1], 2]"],
)
def test_other_weights_are_refused(weights):
    with pytest.raises(TaskError, match=r"2 numbers above 0, one for each class \(often, seldom\)"):
        read_task_file(TEXT.replace("[RATIO, 1]", weights), "mine.py")
