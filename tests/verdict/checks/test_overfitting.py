"""Learned by heart."""

import pytest

from made_evidence import evidence, few, found, next_steps, regression, why
from miwake.verdict.checks.overfitting import Overfitting

CHECK = Overfitting()


MORE = "miwake train baker --train 240000"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (evidence(0.9, train_accuracy=0.9), ("good", "overfitting.none", None)),
        (evidence(0.9, train_accuracy=0.85), ("good", "overfitting.none", None)),
        (evidence(0.9, train_accuracy=0.945), ("note", "overfitting.slight", None)),
        (evidence(0.8, train_accuracy=0.99), ("warning", "overfitting.wide", MORE)),
        (
            evidence(0.8, train_accuracy=0.99, next=next_steps(can_make=False)),
            ("warning", "overfitting.wide", None),
        ),
        (
            regression(0.5, train_answers=regression(0.9).answers),
            ("warning", "overfitting.wide", MORE),
        ),
    ],
)
def test_overfitting(made, expected):
    assert found(CHECK, made) == [("overfitting", *expected)]


@pytest.mark.parametrize(
    ("seen", "expected"),
    [(0.9, ("good", "overfitting.fresh", None)), (0.99, ("warning", "overfitting.unlike", None))],
)
def test_fresh_examples_cannot_be_learned_by_heart(seen, expected):
    made = evidence(0.8 if seen > 0.95 else 0.9, train_accuracy=seen, fresh=True)
    assert found(CHECK, made) == [("overfitting", *expected)]


@pytest.mark.parametrize(("n", "accuracy"), [(14, 0.93), (30, 0.934)])
def test_few_test_examples_cannot_tell_overfitting_from_luck(n, accuracy):
    assert found(CHECK, few(n, accuracy, seen=0.98)) == [
        ("overfitting", "note", "overfitting.unsure", None)
    ]


def test_a_wide_gap_shows_with_few_test_examples():
    assert found(CHECK, few(14, 0.714))[0][1:3] == ("warning", "overfitting.wide")


def test_without_the_power_to_see_it_nothing_is_ticked():
    assert why(CHECK, few(20, 1.0)) == ("skipped", "few_tests")
    assert found(CHECK, few(150, 1.0))[0][1] == "good"
