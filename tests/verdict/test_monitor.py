"""What is seen of a training while it runs."""

import numpy as np
import pytest

from miwake import Dataset
from miwake.plan import TrainingPlan
from miwake.stats.per_example import losses_of
from miwake.training.build import build
from miwake.training.fit import fit
from miwake.training.inference import predict_proba
from miwake.verdict.monitor import MAX_TESTED, Monitor, draw_tested


def dataset(n=64, test=40, target=None):
    rng = np.random.default_rng(0)
    x, x_test = rng.random((n, 6)).astype(np.float32), rng.random((test, 6)).astype(np.float32)
    if target:
        return Dataset(x, x.mean(axis=1), x_test, x_test.mean(axis=1), target=target)
    y, y_test = rng.integers(0, 2, n), rng.integers(0, 2, test)
    return Dataset(x, y.astype(np.int32), x_test, y_test.astype(np.int32), ("a", "b"))


def monitored(data, checks=True, on_epoch=None):
    model = build("dense", data)
    monitor = Monitor(data, TrainingPlan(epochs=2, checks=checks), on_epoch)
    fit(model, data.x_train, data.y_train, 32, 2, verbose=0, callbacks=[monitor.callback()], seed=0)
    return monitor, model


def test_each_epoch_is_tested():
    data = dataset()
    monitor, model = monitored(data)
    expected = losses_of(predict_proba(model, data.x_test, data.classes), data.y_test, data.classes)
    np.testing.assert_allclose(monitor.test_losses[-1], expected)
    assert [list(epoch) for epoch in monitor.history] == [
        ["epoch", "loss", "accuracy", "val_loss", "val_accuracy"]
    ] * 2
    assert monitor.history[-1]["val_loss"] == pytest.approx(expected.mean())
    assert len(monitor.seconds) == len(monitor.test_seconds) == 2
    assert monitor.first is not None


def test_a_regression_has_r2():
    monitor, _ = monitored(dataset(target="mean"))
    assert "val_r2" in monitor.history[0]


def test_without_checks_there_are_no_tests():
    monitor, _ = monitored(dataset(), checks=False)
    assert list(monitor.history[0]) == ["epoch", "loss", "accuracy"]
    assert (monitor.test_losses, monitor.first) == ([], None)


def test_epochs_are_told_as_keras_tells_them():
    seen = []
    monitored(dataset(), on_epoch=seen.append)
    assert [(epoch.number, epoch.epochs, epoch.steps) for epoch in seen] == [(1, 2, 2), (2, 2, 2)]
    assert list(seen[0].logs) == ["loss", "accuracy"]


def test_checks_change_no_weight():
    first, second = (monitored(dataset(), checks)[1] for checks in (True, False))
    for one, two in zip(first.get_weights(), second.get_weights(), strict=True):
        np.testing.assert_array_equal(one, two)


def test_no_more_tests_than_are_soon_done():
    places = draw_tested(dataset(test=MAX_TESTED + 500))
    assert len(np.unique(places)) == MAX_TESTED
    assert len(draw_tested(dataset())) == 40
