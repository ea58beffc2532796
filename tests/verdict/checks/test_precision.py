"""What few pictures allow to claim."""

import pytest

from made_evidence import few, next_steps, only, why
from miwake.verdict.checks.precision import Precision

CHECK = Precision()


def own_pictures(n, accuracy, **changes):
    return few(n, accuracy, steps="pixels", next=next_steps(False, train=6 * n), **changes)


def test_few_pictures_say_what_can_be_claimed_and_how_many_more_would_halve_it():
    finding = only(CHECK, own_pictures(10, 1.0))
    assert (finding.status, finding.sentence) == ("note", "precision.few")
    assert finding.values["low"] == pytest.approx(0.722, abs=1e-3)
    assert finding.values["high"] == 1.0
    # 24 tests, all right, leave 0.862 to 1 open; they are a seventh of the pictures
    assert finding.values["more"] == (24 - 10) * 7
    assert "about 98 more pictures" in finding.text()


def test_it_is_a_question_of_width():
    assert only(CHECK, own_pictures(100, 0.5)).values["more"] > 2000
    assert why(CHECK, own_pictures(1000, 0.95)) == ("not applicable", "precise")


def test_who_can_make_tests_needs_no_advice():
    made = few(10, 1.0, steps="pixels", next=next_steps(True))
    assert why(CHECK, made) == ("not applicable", "precise")


def test_it_is_about_pictures():
    assert why(CHECK, few(10, 1.0)) == ("not applicable", "no_images")
