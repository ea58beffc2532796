"""Training: from a Dataset and a network to a Run."""

import json

import numpy as np
import pytest

import miwake
from miwake.errors import ArgumentError
from miwake.runtime.keras_backend import keras


@pytest.fixture(scope="module")
def data():
    return miwake.load_task("baker", {"LENGTH": "8"}).make(train=300, test=100)


def test_the_same_twice_gives_the_same_bits(data):
    runs = [miwake.train(data, epochs=2) for _ in range(2)]
    for one, other in zip(*(run.model.get_weights() for run in runs), strict=True):
        np.testing.assert_array_equal(one, other)
    assert runs[0].record.results == runs[1].record.results
    assert runs[0].record.history == runs[1].record.history


def test_another_seed_gives_other_weights(data):
    one, other = (miwake.train(data, epochs=1, seed=seed).model.get_weights()[0] for seed in (1, 2))
    assert not np.array_equal(one, other)


def test_a_training_leaves_the_data_as_it_was(data):
    before = data.x_train.copy(), data.y_train.copy()
    miwake.train(data, epochs=1)
    np.testing.assert_array_equal(before[0], data.x_train)
    np.testing.assert_array_equal(before[1], data.y_train)


def test_each_epoch_is_told(data):
    told = []
    miwake.train(data, epochs=2, batch_size=100, on_epoch=told.append)
    assert [(e.number, e.epochs, e.steps) for e in told] == [(1, 2, 3), (2, 2, 3)]
    assert next(iter(told[0].logs)) == "loss"


def test_the_record_says_what_was_done(data):
    record = miwake.train(data, epochs=1, batch_size=50, seed=4).record
    plan = record.plan
    assert (plan.data.train, plan.data.test, record.epochs, plan.epochs) == (300, 100, 1, 1)
    assert (plan.batch_size, plan.seed, plan.network) == (50, 4, "dense")
    assert (record.task["name"], record.task["changed"]) == ("baker", {"LENGTH": "8"})
    assert {"check", "status", "text", "next"} <= set(record.verdict[0])


def test_the_seconds_of_each_stage_are_kept(data):
    record = miwake.train(data, epochs=1).record
    assert {"build", "compile", "fit", "evaluate"} <= record.seconds.keys()


def test_a_keras_model_of_ones_own_is_trained(data):
    found = keras()
    model = found.Sequential([found.Input((8,)), found.layers.Dense(2)], name="mine")
    loss = found.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("sgd", loss, metrics=["accuracy"])
    run = miwake.train(data, model, epochs=1)
    assert (run.model, run.record.plan.network) == (model, "mine")
    expected = model.evaluate(data.x_test, data.y_test, verbose=0)
    assert [run.result.loss, run.result.accuracy.accuracy] == pytest.approx(expected, abs=1e-5)


def test_the_task_says_what_is_usual(tmp_path):
    (tmp_path / "x.py").write_text(
        "train = 64\ntest = 32\nepochs = 3\nnetwork = 'conv'\n"
        "def a(rng): return rng.random(8)\ndef b(rng): return -rng.random(8)\n"
    )
    record = miwake.train(miwake.load_task(tmp_path / "x.py").make()).record
    plan = record.plan
    assert (plan.data.train, plan.data.test, record.epochs, plan.network) == (64, 32, 3, "conv")


@pytest.mark.parametrize("wrong", [{"epochs": 0}, {"batch_size": 0}, {"epochs": -1}])
def test_numbers_that_can_not_be_used_are_refused(data, wrong):
    with pytest.raises(ArgumentError, match="give at least 1"):
        miwake.train(data, **wrong)


def interrupt(number):
    def on_epoch(epoch):
        if epoch.number == number:
            raise KeyboardInterrupt

    return on_epoch


def test_an_interrupted_training_keeps_what_was_finished(data):
    with pytest.raises(miwake.TrainingInterrupted) as caught:
        miwake.train(data, epochs=5, on_epoch=interrupt(2))
    run = caught.value.run
    assert (run.record.epochs, run.record.plan.epochs, len(run.record.history)) == (2, 5, 2)


def test_what_was_finished_is_what_so_many_epochs_give(data):
    with pytest.raises(miwake.TrainingInterrupted) as caught:
        miwake.train(data, epochs=5, on_epoch=interrupt(2))
    assert caught.value.run.record.results == miwake.train(data, epochs=2).record.results


def test_interrupted_in_its_repeats_those_that_were_done_are_kept(data):
    def interrupt(seed, score):
        if seed == 2:
            raise KeyboardInterrupt

    with pytest.raises(miwake.TrainingInterrupted) as stopped:
        miwake.train(data, epochs=1, repeats=6, checks=False, on_repeat=interrupt)
    record = stopped.value.run.record
    assert (record.repeated, record.plan.repeats, record.repeats["n"]) == (3, 6, 3)
    assert record.is_interrupted


def test_interrupted_before_the_first_epoch_there_is_nothing_to_keep(data, monkeypatch):
    def stopped(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("miwake.workflow.train_plan.fit_dataset", stopped)
    with pytest.raises(KeyboardInterrupt) as caught:
        miwake.train(data, epochs=1)
    assert not isinstance(caught.value, miwake.TrainingInterrupted)


def test_a_fresh_training_ends_with_the_same_weights_when_it_was_stopped(tmp_path):
    def stop(epoch):
        if epoch.number == 1:
            raise KeyboardInterrupt

    task = miwake.load_task("baker", {"LENGTH": "8"})
    options = {"epochs": 3, "checks": False, "fresh": True}
    data = task.make(train=300, test=100)
    whole = miwake.train(data, **options)
    assert (whole.record.plan.data.fresh, whole.record.plan.data.train) == (True, 300)
    with pytest.raises(miwake.TrainingInterrupted):
        miwake.train(data, folder=tmp_path, on_epoch=stop, **options)
    resumed = miwake.train(data, folder=tmp_path, **options)
    for one, other in zip(resumed.model.get_weights(), whole.model.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)


def test_fresh_examples_need_a_task(data):
    arrays = miwake.Dataset(data.x_train, data.y_train, data.x_test, data.y_test, data.classes)
    with pytest.raises(ArgumentError, match="no task"):
        miwake.train(arrays, fresh=True)


def test_a_learning_rate_is_kept_and_said(data, tmp_path):
    run = miwake.train(data, epochs=1, learning_rate=0.0002)
    assert run.record.plan.learning_rate == 0.0002
    again = miwake.load_run(run.save(tmp_path / "run"))
    assert again.record.plan == run.record.plan
    assert "Adam&#39;s learning rate" in again.report("en")
    usual = miwake.train(data, epochs=1)
    assert "learning_rate" not in json.loads(usual.record.to_text())
    pairs = zip(run.model.get_weights(), usual.model.get_weights(), strict=True)
    assert any((mine != other).any() for mine, other in pairs)


@pytest.mark.parametrize("rate", [0, -1.0, float("nan"), 11])
def test_a_learning_rate_is_a_number_above_0(data, rate):
    with pytest.raises(miwake.ArgumentError, match="give a number from 1e-09 to 10"):
        miwake.train(data, epochs=1, learning_rate=rate)
