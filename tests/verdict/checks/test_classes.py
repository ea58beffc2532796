"""Whether each class is found."""

import numpy as np
import pytest

from made_evidence import N, answers, evidence, few, found, hits, only, regression, why
from miwake.verdict.checks.classes import Classes

CHECK = Classes()


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
    assert found(CHECK, made) == [("classes", *expected)]


def test_never_answered_classes_are_named():
    made = three(np.where(Y == 2, 1, Y), Y)
    assert "c" in only(CHECK, made).values["names"]


def test_a_test_of_one_class_says_nothing_of_classes():
    assert why(CHECK, three(Y * 0, Y * 0)) == ("not applicable", "one_class")


def test_a_regression_has_no_classes():
    assert why(CHECK, regression()) == ("not applicable", "regression")


def test_one_test_a_class_does_not_show_that_each_is_found():
    assert why(CHECK, few(2, 1.0)) == ("skipped", "few_tests")
    assert found(CHECK, few(20, 1.0)) == [("classes", "good", "classes.even", None)]


def test_guesses_do_not_find_each_class():
    assert why(CHECK, evidence(0.505)) == ("skipped", "no_better")
