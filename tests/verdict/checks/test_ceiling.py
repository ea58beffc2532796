"""The best rule known, beside the network."""

import numpy as np
import pytest

from made_evidence import evidence, few, found, hits, next_steps, regression, why
from miwake.errors import Phrase
from miwake.verdict.checks.ceiling import Ceiling
from miwake.verdict.evidence import Best

CHECK = Ceiling()


CONV = "miwake train baker --network conv"


def best(accuracy, made):
    return Best(np.where(hits(accuracy)[::-1], made.y, 1 - made.y))


@pytest.mark.parametrize(
    ("accuracy", "known", "expected"),
    [
        (0.82, 1.0, ("warning", "ceiling.far", CONV)),
        (0.99, 1.0, ("note", "ceiling.near", None)),
        (0.998, 1.0, ("good", "ceiling.reached", None)),
        (0.93, 0.93, ("good", "ceiling.reached", None)),
        (0.98, 0.93, ("bad", "ceiling.above", "miwake look baker")),
        (0.9, 0.5, ("warning", "ceiling.useless", None)),
    ],
)
def test_the_best_rule(accuracy, known, expected):
    made = evidence(accuracy)
    made = evidence(accuracy, best=best(known, made))
    assert found(CHECK, made) == [("ceiling", *expected)]


def test_far_from_the_best_with_every_network_tried_more_data_is_next():
    made = evidence(0.82, networks=(), best=best(1.0, evidence()))
    assert found(CHECK, made)[0][3] == "miwake train baker --train 240000"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (evidence(0.995), ("good", "ceiling.top", None)),
        (evidence(0.975), ("note", "ceiling.unknown", CONV)),
        (evidence(0.975, networks=()), ("note", "ceiling.unknown", None)),
        (
            evidence(best=Best(problem=Phrase("it raised {why}", why="ValueError"))),
            ("warning", "ceiling.unusable", None),
        ),
    ],
)
def test_without_a_best_rule(made, expected):
    assert found(CHECK, made) == [("ceiling", *expected)]


def test_the_best_values_of_a_regression():
    made = regression(0.9)
    assert found(CHECK, regression(0.9, best=Best(made.y)))[0][1:3] == (
        "warning",
        "ceiling.far",
    )


def test_data_that_is_loaded_has_no_more():
    made = evidence(0.82, networks=(), next=next_steps(can_make=False), best=best(1.0, evidence()))
    assert found(CHECK, made)[0][3] is None


def test_a_few_right_answers_are_not_near_the_best_possible():
    assert why(CHECK, few(3, 1.0)) == ("skipped", "few_tests")
    assert found(CHECK, few(171, 1.0))[0][1:3] == ("good", "ceiling.top")


def test_a_best_rule_is_advised_only_where_there_is_a_task_file_for_it():
    assert found(CHECK, evidence(0.82))[0][2] == "ceiling.unknown"
    assert found(CHECK, evidence(0.82, has_file=False))[0][2] == "ceiling.open"
