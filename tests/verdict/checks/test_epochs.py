"""Too short, too long."""

import numpy as np
import pytest

from made_evidence import evidence, found, losses, why
from miwake.verdict.checks.epochs import Epochs

CHECK = Epochs()


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
    assert found(CHECK, made) == [("epochs", *expected)]


def test_a_network_that_can_gain_nothing_is_not_sent_on():
    made = evidence(accuracy=1.0, test_losses=losses(0.6, 0.5, 0.4))
    assert found(CHECK, made) == [("epochs", "good", "epochs.enough", None)]


def test_noise_is_no_rise():
    made = evidence(test_losses=np.random.default_rng(0).exponential(0.3, (5, 100)))
    assert why(CHECK, made) == ("skipped", "few_tests")


def test_a_loss_that_falls_by_little_but_as_fast_as_before_is_not_settled():
    made = evidence(test_losses=losses(0.653, 0.639, 0.624))
    assert found(CHECK, made) == [
        ("epochs", "note", "epochs.falling", "miwake train baker --epochs 10")
    ]


@pytest.mark.parametrize("means", [(0.6, 0.42, 0.4, 0.392), (0.1, 0.1, 0.1)])
def test_a_loss_that_slows_down_is_settled(means):
    assert found(CHECK, evidence(test_losses=losses(*means)))[0][1] == "good"


def test_one_epoch_tells_nothing():
    assert why(CHECK, evidence(test_losses=losses(0.6))) == ("skipped", "one_epoch")
