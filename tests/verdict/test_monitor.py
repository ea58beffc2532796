"""What is seen of a training while it runs."""

import numpy as np
import pytest

from miwake import Dataset
from miwake.stats.per_example import losses_of
from miwake.training.fit import fit
from miwake.training.networks import build
from miwake.training.predict import answers_of
from miwake.verdict.monitor import TESTED, Watch, places_to_test


def dataset(n=64, test=40, target=None):
    rng = np.random.default_rng(0)
    x, x_test = rng.random((n, 6)).astype(np.float32), rng.random((test, 6)).astype(np.float32)
    if target:
        return Dataset(x, x.mean(axis=1), x_test, x_test.mean(axis=1), target=target)
    y, y_test = rng.integers(0, 2, n), rng.integers(0, 2, test)
    return Dataset(x, y.astype(np.int32), x_test, y_test.astype(np.int32), ("a", "b"))


def watched(data, checks=True, on_epoch=None):
    model = build("dense", data)
    watch = Watch(data, 2, 32, checks, on_epoch)
    fit(model, data.x_train, data.y_train, 32, 2, verbose=0, callbacks=[watch.callback()], seed=0)
    return watch, model


def test_each_epoch_is_tested():
    data = dataset()
    watch, model = watched(data)
    expected = losses_of(answers_of(model, data.x_test, data.classes), data.y_test, data.classes)
    np.testing.assert_allclose(watch.test_losses[-1], expected)
    assert [list(epoch) for epoch in watch.history] == [
        ["epoch", "loss", "accuracy", "val_loss", "val_accuracy"]
    ] * 2
    assert watch.history[-1]["val_loss"] == pytest.approx(expected.mean())
    assert len(watch.seconds) == len(watch.test_seconds) == 2
    assert watch.first is not None


def test_a_regression_has_r2():
    watch, _ = watched(dataset(target="mean"))
    assert "val_r2" in watch.history[0]


def test_without_checks_there_are_no_tests():
    watch, _ = watched(dataset(), checks=False)
    assert list(watch.history[0]) == ["epoch", "loss", "accuracy"]
    assert (watch.test_losses, watch.first) == ([], None)


def test_epochs_are_told_as_keras_tells_them():
    seen = []
    watched(dataset(), on_epoch=seen.append)
    assert [(epoch.number, epoch.epochs, epoch.steps) for epoch in seen] == [(1, 2, 2), (2, 2, 2)]
    assert list(seen[0].logs) == ["loss", "accuracy"]


def test_checks_change_no_weight():
    first, second = (watched(dataset(), checks)[1] for checks in (True, False))
    for one, two in zip(first.get_weights(), second.get_weights(), strict=True):
        np.testing.assert_array_equal(one, two)


def test_no_more_tests_than_are_soon_done():
    places = places_to_test(dataset(test=TESTED + 500))
    assert len(np.unique(places)) == TESTED
    assert len(places_to_test(dataset())) == 40
