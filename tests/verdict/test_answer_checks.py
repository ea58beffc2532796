"""Classes and calibration."""

import numpy as np
import pytest

from made_evidence import N, answers, evidence, found, hits, regression
from miwake.verdict.answer_checks import check_calibration, check_classes

THREE = ("a", "b", "c")


def three(given, y):
    """A network of three classes that answers `given`."""
    return evidence(
        classes=THREE, y=y, answers=answers(np.ones(len(y), bool), given, 3), networks=("conv",)
    )


Y = np.arange(N) % 3


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (three(Y, Y), ("good", "classes.even", None)),
        (three(Y * 0, Y), ("bad", "classes.stuck", "miwake train baker --network conv")),
        (three(np.where(Y == 2, 1, Y), Y), ("warning", "classes.never", None)),
        (three(np.where((Y == 2) & hits(0.5), 1, Y), Y), ("note", "classes.uneven", None)),
    ],
)
def test_classes(made, expected):
    assert found(check_classes, made) == [("classes", *expected)]


def test_never_answered_classes_are_named():
    made = three(np.where(Y == 2, 1, Y), Y)
    assert "c" in next(iter(check_classes(made))).values["names"]


def test_a_test_of_one_class_says_nothing_of_classes():
    assert found(check_classes, three(Y * 0, Y * 0)) == []


@pytest.mark.parametrize(
    ("right", "sure", "expected"),
    [
        (0.8, 0.8, ("good", "calibration.good")),
        (0.8, 0.87, ("note", "calibration.over")),
        (0.8, 0.95, ("warning", "calibration.over")),
        (0.87, 0.8, ("note", "calibration.under")),
        (0.95, 0.7, ("warning", "calibration.under")),
    ],
)
def test_calibration(right, sure, expected):
    y = evidence().y
    made = evidence(answers=answers(hits(right), y, sure=sure))
    assert found(check_calibration, made) == [("calibration", *expected, None)]


def test_values_have_no_classes_and_no_confidence():
    assert found(check_classes, regression()) == found(check_calibration, regression()) == []
