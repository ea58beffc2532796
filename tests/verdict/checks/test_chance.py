"""Whether it is better than guessing."""

import numpy as np
import pytest

from made_evidence import evidence, few, found, labels, next_steps, only, regression, view, why
from miwake.findings import Finding
from miwake.verdict.checks.chance import Chance
from miwake.verdict.evidence import Best

CHECK = Chance()


CONV = "miwake train baker --network conv"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (evidence(0.9), ("good", "chance.above.accuracy", None)),
        (evidence(0.518), ("warning", "chance.barely.accuracy", "miwake train baker --test 40000")),
        (evidence(0.5), ("bad", "chance.none.accuracy", CONV)),
        (
            evidence(0.5, networks=()),
            ("bad", "chance.none.accuracy", "miwake train baker --train 240000"),
        ),
        (evidence(0.5, views=[view(0.947)]), ("bad", "chance.failed.view", CONV)),
        (evidence(0.5, best=Best(labels())), ("bad", "chance.none.accuracy", CONV)),
        (regression(0.9), ("good", "chance.above.r2", None)),
        (regression(-0.1), ("bad", "chance.none.r2", "miwake train baker --train 240000")),
    ],
)
def test_chance(made, expected):
    assert found(CHECK, made) == [("chance", *expected)]


def test_a_network_at_chance_where_best_is_not_failed():
    made = evidence(0.5, best=Best(evidence().y))
    assert found(CHECK, made) == [("chance", "bad", "chance.failed.best", CONV)]


def test_values_that_barely_beat_the_mean():
    made = regression(0.9)
    shrunk = (0.015 * made.y + np.random.default_rng(1).normal(0, 0.13, len(made.y)))[:, None]
    assert found(CHECK, regression(answers=shrunk))[0][1:3] == (
        "warning",
        "chance.barely.r2",
    )


@pytest.mark.parametrize(("n", "accuracy"), [(14, 0.714), (3, 1.0), (14, 0.5)])
def test_few_test_examples_cannot_tell_a_network_from_chance(n, accuracy):
    more = f"miwake train baker --test {4 * n}"
    made = few(n, accuracy, next=next_steps(test=n))
    assert found(CHECK, made) == [("chance", "warning", "chance.unsure.accuracy", more)]


def test_few_values_cannot_tell_a_network_from_the_mean():
    y = np.linspace(-1, 1, 9, dtype=np.float32)
    near = (0.5 * y + 0.5 * (-1) ** np.arange(9))[:, None].astype(np.float32)
    assert found(CHECK, regression(y=y, answers=near))[0][1:3] == ("warning", "chance.unsure.r2")


def test_what_a_network_never_sees_does_not_show_that_it_failed():
    made = evidence(0.5, views=[view(1.0, "file_bytes")])
    assert found(CHECK, made) == [("chance", "bad", "chance.none.accuracy", CONV)]


def test_where_no_view_and_no_network_finds_anything_more_data_is_not_advised():
    made = evidence(0.5, networks=(), views=[view(0.5, p=0.5)])
    assert found(CHECK, made) == [("chance", "bad", "chance.nothing.accuracy", None)]


def test_fewer_examples_than_usual_are_not_enough_to_find_nothing():
    steps = next_steps(train=1000)
    made = evidence(0.5, networks=(), views=[view(0.5, p=0.5)], next=steps)
    assert found(CHECK, made)[0][3] == "miwake train baker --train 60000"


def test_examples_that_lie_in_two_classes_are_why_nothing_was_learned():
    twice = Finding("contradicting", "warning", "contradicting", {"count": 3000, "share": 0.75})
    check = only(CHECK, evidence(0.5, warnings=[twice]))
    assert (check.status, check.sentence) == ("bad", "chance.contradicted")
    assert str(check.next) == "miwake look baker"
    assert only(CHECK, evidence(0.9, warnings=[twice])).status == "good"


def test_a_test_of_one_class_tells_nothing_about_chance():
    assert why(CHECK, evidence(1.0, y=labels() * 0)) == ("not applicable", "one_class")


def test_a_network_that_a_view_is_not_surely_above_did_not_fail():
    made = few(81, 0.58, views=[view(0.62, right=np.arange(81) < 50)])
    assert only(CHECK, made).sentence == "chance.unsure.accuracy"


@pytest.mark.parametrize(("accuracy", "expected"), [(0.5, CONV), (0.9, None)])
def test_after_photo_a_network_from_scratch_is_next_where_it_failed_alone(accuracy, expected):
    step = evidence(accuracy, next=next_steps(network="photo")).other_network(accuracy < 0.6)
    assert (step and str(step)) == expected
