"""Quick trainings beside the real one, in its own program."""

import dataclasses

import numpy as np
import pytest

from miwake import Dataset
from miwake.plan import TrainingPlan
from miwake.runtime.keras_backend import jax
from miwake.training.build import build
from miwake.training.fit_dataset import fit_dataset
from miwake.verdict.controls import (
    FinishedTraining,
    fresh_weights,
    run_controls,
    shuffled_within,
)
from miwake.verdict.monitor import Monitor

N = 4000


def rising(rng, n):
    """Sequences that rise, class 1, and the same numbers in another order, class 0."""
    x = np.sort(rng.random((n, 8)), axis=1)
    y = rng.integers(0, 2, n).astype(np.int32)
    x[y == 0] = rng.permuted(x[y == 0], axis=1)
    return x.astype(np.float32), y


@pytest.fixture(scope="module")
def training():
    rng = np.random.default_rng(0)
    data = Dataset(*rising(rng, N), *rising(rng, 1000), ("mixed", "rising"))
    model = build("dense", data)
    plan = TrainingPlan(network="dense", epochs=5, seed=0)
    monitor = Monitor(data, plan)
    trained = fit_dataset(model, data, plan, [monitor.callback()])
    return FinishedTraining(data, plan, model, trained.program, {"fit": 1e6}, monitor)


def test_controls_tell_what_they_are_for(training):
    compiled = len(training.program.compiled)
    weights = [np.asarray(w) for w in training.model.get_weights()]
    controls = list(run_controls(training))
    assert [(t.kind, t.train) for t in controls] == [
        ("part", 992),
        ("labels", 992),
        ("order", 992),
        ("part", 1984),
    ]
    part, labels, order, half = (t.scores.mean() for t in controls)
    assert part > 0.9
    assert half > 0.9
    assert labels < 0.2
    assert order < 0.6
    assert all(t.seconds > 0 and len(t.scores) == len(t.indices) == 1000 for t in controls)
    assert len(training.program.compiled) == compiled
    for before, after in zip(weights, training.model.get_weights(), strict=True):
        np.testing.assert_array_equal(before, after)


def test_controls_are_the_same_for_the_same_seed(training):
    first, second = (next(iter(run_controls(training))) for _ in range(2))
    np.testing.assert_array_equal(first.scores, second.scores)


def test_no_time_no_controls(training):
    assert list(run_controls(dataclasses.replace(training, seconds={"fit": 0.0}))) == []


def test_little_time_makes_them_small(training):
    monitor = training.monitor
    slow_monitor = Monitor(training.data, training.plan)
    slow_monitor.first, slow_monitor.indices = monitor.first, monitor.indices
    slow_monitor.seconds, slow_monitor.test_seconds = [1.0], [0.0]
    slow = dataclasses.replace(training, monitor=slow_monitor, seconds={"fit": 9.0, "compile": 1.0})
    assert {t.train for t in run_controls(slow)} == {480}


def test_without_a_program_there_are_none(training):
    assert list(run_controls(dataclasses.replace(training, program=None))) == []


def test_vectors_have_no_order(training):
    def row(x):
        return x.reshape(-1, 2, 2, 1, 2)

    data = training.data
    volumes = dataclasses.replace(data, x_train=row(data.x_train), x_test=row(data.x_test))
    assert volumes.kind == "volume"
    slow = dataclasses.replace(training, data=volumes)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("miwake.verdict.controls._run", lambda _, kind, train: _Done(kind, train))
        assert [t.kind for t in run_controls(slow)] == ["part", "labels", "part"]


class _Done:
    seconds = 0.0

    def __init__(self, kind, train):
        self.kind, self.train = kind, train


@pytest.mark.parametrize("shape", [(9,), (9, 2), (3, 4), (3, 4, 3), (5, 6, 1)], ids=str)
@pytest.mark.parametrize("dtype", [np.float32, np.uint8])
def test_steps_are_shuffled_and_channels_stay_together(shape, dtype):
    x = np.arange(50 * np.prod(shape)).reshape(50, *shape).astype(dtype)
    channels = shape[-1] if len(shape) == 3 or shape == (9, 2) else 1
    mixed = shuffled_within(x, np.random.default_rng(0))
    assert mixed.shape == x.shape
    assert mixed.dtype == x.dtype
    steps = [sorted(map(tuple, rows)) for rows in x.reshape(50, -1, channels).tolist()]
    assert [sorted(map(tuple, r)) for r in mixed.reshape(50, -1, channels).tolist()] == steps
    assert (mixed != x).any()


def test_fresh_weights_are_copies_of_the_same_numbers(training):
    first = training.monitor.first
    fresh = fresh_weights(first, np.random.default_rng(0))
    for old, new in zip(first[0], fresh[0], strict=True):
        np.testing.assert_array_equal(np.sort(np.ravel(old)), np.sort(np.ravel(new)))
        assert new.shape == old.shape
    assert len(jax().tree.leaves(fresh)) == len(jax().tree.leaves(first))
    assert (np.asarray(first[0][0]) != fresh[0][0]).any()
