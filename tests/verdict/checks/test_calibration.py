"""Whether it knows how sure it may be."""

import pytest

from made_evidence import answers, evidence, few, found, hits, regression, why
from miwake.verdict.checks.calibration import Calibration

CHECK = Calibration()


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
    assert found(CHECK, made) == [("calibration", *expected, None)]


def test_values_have_no_confidence():
    assert why(CHECK, regression()) == ("not applicable", "regression")


def test_a_few_right_answers_do_not_show_how_sure_it_may_be():
    assert why(CHECK, few(2, 1.0)) == ("skipped", "few_tests")
    assert found(CHECK, few(40, 1.0)) == [("calibration", "good", "calibration.good", None)]
