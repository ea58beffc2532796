"""Shuffled labels."""

import numpy as np
import pytest

from made_evidence import control, evidence, found, why
from miwake.verdict.checks.labels import Labels

CHECK = Labels()


NOTHING = np.random.default_rng(0).normal(-0.01, 0.1, 2000)


@pytest.mark.parametrize(
    ("knows", "expected"),
    [
        (NOTHING, ("good", "labels.chance", None)),
        (NOTHING + 0.04, ("good", "labels.chance", None)),
        (NOTHING + 0.5, ("bad", "labels.above", "miwake look baker")),
    ],
)
def test_shuffled_labels(knows, expected):
    made = evidence(controls=[control("labels", 0, like=knows)])
    assert found(CHECK, made) == [("labels", *expected)]


def test_without_a_control_the_labels_are_skipped():
    assert why(CHECK, evidence(no_controls="few_examples")) == ("skipped", "few_examples")


def test_few_shuffled_labels_tell_more_by_luck():
    few = evidence(controls=[control("labels", 0, train=900, like=NOTHING + 0.15)])
    many = evidence(controls=[control("labels", 0, train=9000, like=NOTHING + 0.15)])
    assert [found(CHECK, made)[0][1] for made in (few, many)] == ["good", "bad"]
