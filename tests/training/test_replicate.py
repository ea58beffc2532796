"""Trainings from other seeds: the very ones that each seed gives alone."""

import json

import numpy as np
import pytest

import miwake
from miwake.errors import ArgumentError
from miwake.runtime.keras_backend import keras
from miwake.runtime.processes import cores
from miwake.training.build import build
from miwake.training.compiled_step import compiled_program
from miwake.training.loader import make_loader
from miwake.training.replicate import train_replicates

pytestmark = pytest.mark.slow

OWN = """
import numpy as np

def low(rng):
    return rng.random(6)

def high(rng):
    return rng.random(6) + 0.2

def noisy(input_shape, outputs):
    import keras
    L = keras.layers
    return keras.Sequential([keras.Input(input_shape), L.Dense(8), L.BatchNormalization(),
                             L.Dropout(0.3), L.Dense(outputs, activation="softmax")])

def stepwise(input_shape, outputs):
    import keras
    model = keras.Sequential([keras.Input(input_shape), keras.layers.Dense(outputs)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(use_ema=True), loss, metrics=["accuracy"])
    return model

def eager(input_shape, outputs):
    model = stepwise(input_shape, outputs)
    model.compile("sgd", model.loss, run_eagerly=True)
    return model
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    path = tmp_path_factory.mktemp("repeats") / "own.py"
    path.write_text(OWN)
    return miwake.load_task(path).make(train=330, test=200)


@pytest.mark.parametrize("network", ["dense", "conv", "noisy", "stepwise"])
def test_each_seed_ends_with_the_weights_that_it_gives_alone(data, network):
    first = miwake.train(data, network, 3, checks=False)
    again = train_replicates(
        lambda seed: build(network, data, seed),
        compiled_program(first.model, "train_step"),
        lambda seed: make_loader(data, 32, seed),
        3,
        [4, 5, 6],
    )
    for seed, state in zip([4, 5, 6], again, strict=True):
        alone = miwake.train(data, network, 3, seed=seed, checks=False)
        weights = [np.asarray(v.value) for v in alone.model.trainable_variables]
        assert len(weights) == len(state[0])
        for mine, own in zip(weights, state[0], strict=True):
            np.testing.assert_array_equal(mine, own)


def test_networks_are_built_as_they_are_needed(data):
    first = miwake.train(data, "dense", 1, checks=False)
    built = []

    def built_now(seed):
        built.append(seed)
        return build("dense", data, seed)

    seeds = list(range(1, 50))
    again = train_replicates(
        built_now,
        compiled_program(first.model, "train_step"),
        lambda seed: make_loader(data, 32, seed),
        1,
        seeds,
    )
    next(again)
    assert len(built) <= cores() + 1
    again.close()
    assert len(built) <= cores() + 1


def test_a_run_has_the_figures_of_all_its_seeds(data):
    told = []
    run = miwake.train(
        data, epochs=2, seed=3, repeats=3, checks=False, on_repeat=lambda *a: told.append(a)
    )
    alone = [
        miwake.train(data, epochs=2, seed=seed, checks=False).record.results["test_accuracy"]
        for seed in (3, 4, 5)
    ]
    found = run.record.repeats
    assert found["seeds"] == (3, 4, 5)
    assert found["values"] == pytest.approx(alone, abs=1e-12)
    assert found["mean"] == pytest.approx(np.mean(alone))
    assert told == [(4, alone[1]), (5, alone[2])]
    assert json.loads(json.dumps(run.as_json()["repeats"]))["n"] == 3


def test_where_keras_itself_trains_it_repeats_too(data):
    with pytest.warns(UserWarning, match="run_eagerly"):
        run = miwake.train(data, "eager", 1, repeats=2, checks=False)
    with pytest.warns(UserWarning, match="run_eagerly"):
        alone = miwake.train(data, "eager", 1, seed=1, checks=False)
    assert run.record.repeats["values"][1] == alone.record.results["test_accuracy"]


def test_a_regression_has_the_figures_of_r2():
    x = np.random.default_rng(0).normal(size=(200, 3))
    y = x.sum(axis=1).astype(np.float32)
    data = miwake.Dataset(x, y, x, y, target="y")
    run = miwake.train(data, epochs=3, repeats=2, checks=False)
    assert run.record.repeats["figure"] == "test_r2"
    assert run.record.repeats["values"][0] == pytest.approx(run.record.results["test_r2"])


def test_one_training_has_none(data):
    assert miwake.train(data, epochs=1, checks=False).as_json()["repeats"] is None


def test_a_keras_model_can_not_be_trained_anew(data):
    model = keras().Sequential([keras().Input((6,)), keras().layers.Dense(2)])
    model.compile("sgd", keras().losses.SparseCategoricalCrossentropy(from_logits=True))
    with pytest.raises(ArgumentError, match="first weights already"):
        miwake.train(data, model, 1, repeats=2)


def test_ctrl_c_between_repeats_keeps_the_run_and_ends_the_others(data):
    def stop(seed, score):
        raise KeyboardInterrupt

    with pytest.raises(miwake.TrainingInterrupted) as found:
        miwake.train(data, epochs=1, repeats=6, checks=False, on_repeat=stop)
    record = found.value.run.record
    assert (record.repeats["seeds"], record.plan.repeats) == ((0, 1), 6)
    assert record.results["test_accuracy"] > 0.5
