"""Diverged, dead."""

import numpy as np
import pytest

from made_evidence import evidence, found, next_steps, only, regression, why
from miwake.findings import Finding
from miwake.verdict.checks.training import Training

CHECK = Training()


NAN = float("nan")
SLOWER = "miwake train baker --learning-rate 0.0001"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (evidence(), ("good", "training.ran", None)),
        (evidence(train_losses=(0.6, NAN, NAN)), ("bad", "training.diverged", SLOWER)),
        (
            evidence(answers=evidence().answers * np.float32(NAN)),
            ("bad", "training.diverged", SLOWER),
        ),
        (
            evidence(train_losses=(NAN,), own_optimizer=True),
            ("bad", "training.diverged", None),
        ),
        (
            evidence(answers=evidence().answers * 0 + np.float32(0.5)),
            ("bad", "training.dead", SLOWER),
        ),
        (
            evidence(answers=evidence().answers * 0 + np.float32(0.5), own_optimizer=True),
            ("bad", "training.dead", "miwake train baker --network conv"),
        ),
        (
            evidence(answers=evidence().answers * 0, next=next_steps(learning_rate=0.00007)),
            ("bad", "training.dead", "miwake train baker --learning-rate 7e-05 --network conv"),
        ),
        (regression(answers=regression().answers * 0), ("bad", "training.dead", SLOWER)),
    ],
)
def test_training(made, expected):
    assert found(CHECK, made) == [("training", *expected)]


def test_a_training_without_an_epoch_says_nothing():
    assert why(CHECK, evidence(train_losses=())) == ("not applicable", "no_epoch")


def test_the_epoch_that_broke_is_named():
    check = only(CHECK, evidence(train_losses=(0.6, NAN)))
    assert check.values["epoch"] == 2


@pytest.mark.parametrize(("share", "sentence"), [(0.5, ".contradicted"), (0.4, "")])
def test_nothing_is_learned_of_pictures_that_lie_in_two_classes(share, sentence):
    twice = Finding("contradicting", "warning", "data.twice", {"n": 3, "share": share})
    made = evidence(answers=evidence().answers * 0, warnings=[twice])
    check = only(CHECK, made)
    assert check.sentence == f"training.dead{sentence}"
    assert str(check.next) == ("miwake look baker" if sentence else SLOWER)
