"""Diverged, dead, learned by heart, too short, too long."""

import numpy as np
import pytest

from made_evidence import evidence, found, losses, next_steps, regression
from miwake.verdict.training_checks import check_epochs, check_overfitting, check_training

NAN = float("nan")
MORE = "miwake train baker --train 240000"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (evidence(), ("good", "training.ran", None)),
        (evidence(train_losses=(0.6, NAN, NAN)), ("bad", "training.diverged", None)),
        (
            evidence(answers=evidence().answers * np.float32(NAN)),
            ("bad", "training.diverged", None),
        ),
        (
            evidence(answers=evidence().answers * 0 + np.float32(0.5)),
            ("bad", "training.dead", "miwake train baker --network conv"),
        ),
        (regression(answers=regression().answers * 0), ("bad", "training.dead", None)),
    ],
)
def test_training(made, expected):
    assert found(check_training, made) == [("training", *expected)]


def test_the_epoch_that_broke_is_named():
    check = next(iter(check_training(evidence(train_losses=(0.6, NAN)))))
    assert check.values["epoch"] == 2


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (evidence(0.9, seen_accuracy=0.9), ("good", "overfitting.none", None)),
        (evidence(0.9, seen_accuracy=0.85), ("good", "overfitting.none", None)),
        (evidence(0.9, seen_accuracy=0.945), ("note", "overfitting.slight", None)),
        (evidence(0.8, seen_accuracy=0.99), ("warning", "overfitting.wide", MORE)),
        (
            evidence(0.8, seen_accuracy=0.99, next=next_steps(can_make=False)),
            ("warning", "overfitting.wide", None),
        ),
        (regression(0.5, seen=regression(0.9).answers), ("warning", "overfitting.wide", MORE)),
    ],
)
def test_overfitting(made, expected):
    assert found(check_overfitting, made) == [("overfitting", *expected)]


@pytest.mark.parametrize(
    ("means", "expected"),
    [
        ((0.6, 0.4, 0.395), ("good", "epochs.settled", None)),
        ((0.6, 0.5, 0.4), ("note", "epochs.falling", "miwake train baker --epochs 10")),
        ((0.6, 0.3, 0.4, 0.5), ("warning", "epochs.risen", "miwake train baker --epochs 2")),
        ((0.6, 0.3, 0.31), ("good", "epochs.settled", None)),
    ],
)
def test_epochs(means, expected):
    made = evidence(test_losses=losses(*means))
    assert found(check_epochs, made) == [("epochs", *expected)]


def test_a_network_that_can_gain_nothing_is_not_sent_on():
    made = evidence(accuracy=1.0, test_losses=losses(0.6, 0.5, 0.4))
    assert found(check_epochs, made) == [("epochs", "good", "epochs.enough", None)]


def test_noise_is_no_rise():
    made = evidence(test_losses=np.random.default_rng(0).exponential(0.3, (5, 100)))
    assert found(check_epochs, made)[0][1] == "good"


def test_one_epoch_tells_nothing():
    assert found(check_epochs, evidence(test_losses=losses(0.6))) == []


@pytest.mark.parametrize(
    ("seen", "expected"),
    [(0.9, ("good", "overfitting.fresh", None)), (0.99, ("warning", "overfitting.unlike", None))],
)
def test_fresh_examples_cannot_be_learned_by_heart(seen, expected):
    made = evidence(0.8 if seen > 0.95 else 0.9, seen_accuracy=seen, fresh=True)
    assert found(check_overfitting, made) == [("overfitting", *expected)]
