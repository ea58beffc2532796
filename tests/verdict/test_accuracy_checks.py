"""Chance, simple views and the best rule known."""

import numpy as np
import pytest

from made_evidence import evidence, found, hits, labels, next_steps, regression, view
from miwake.stats.significance_tests import format_p
from miwake.verdict.accuracy_checks import (
    check_ceiling,
    check_chance,
    check_views,
    difference_from,
)
from miwake.verdict.evidence import Best

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
    assert found(check_chance, made) == [("chance", *expected)]


def test_a_network_at_chance_where_best_is_not_failed():
    made = evidence(0.5, best=Best(evidence().y))
    assert found(check_chance, made) == [("chance", "bad", "chance.failed.best", CONV)]


def test_values_that_barely_beat_the_mean():
    made = regression(0.9)
    shrunk = (0.015 * made.y + np.random.default_rng(1).normal(0, 0.13, len(made.y)))[:, None]
    assert found(check_chance, regression(answers=shrunk))[0][1:3] == (
        "warning",
        "chance.barely.r2",
    )


def test_the_articles_82_percent_is_called_what_it_is():
    made = evidence(
        0.82, views=[view(0.681, "lag-2"), view(0.947), view(0.999, "pairs", single=False)]
    )
    check = next(iter(check_views(made)))
    assert check.status == "bad"
    assert check.text() == (
        "One number does better: the lag-1 autocorrelation alone reaches 0.947."
    )
    assert str(check.next) == CONV


NOTHING_TOLD = view(0.51, p=0.4)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (evidence(0.97, views=[view(0.947)]), ("good", "views.worse", None)),
        (evidence(0.9, views=[view(0.9)]), ("warning", "views.equal.number", None)),
        (evidence(0.9, views=[view(0.9, single=False)]), ("warning", "views.equal.rule", None)),
        (evidence(0.999, views=[view(0.999)]), ("note", "views.equal.number", None)),
        (evidence(0.8, views=[view(0.9, single=False)]), ("bad", "views.better.rule", CONV)),
        (evidence(0.8, views=[view(0.9, right=np.empty(0))]), ("bad", "views.better.number", CONV)),
        (evidence(0.9, views=[NOTHING_TOLD]), ("note", "views.nothing", None)),
        (regression(0.9, views=[view(0.5, right=np.empty(0))]), ("good", "views.worse", None)),
        (
            regression(0.5, views=[view(0.9, right=np.empty(0))]),
            ("bad", "views.better.number", None),
        ),
    ],
)
def test_views(made, expected):
    assert found(check_views, made) == [("views", *expected)]


def test_where_nobody_looked_nothing_is_said_of_views():
    assert found(check_views, evidence()) == []


def test_the_same_examples_are_compared_in_pairs():
    made = evidence(0.9)
    alike = made.scores.copy()
    alike[:20] = False
    paired = difference_from(made, view(0.895, right=alike))
    apart = difference_from(made, view(0.895, right=np.empty(0)))
    assert paired.p < 0.001 < apart.p


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
    assert found(check_ceiling, made) == [("ceiling", *expected)]


def test_far_from_the_best_with_every_network_tried_more_data_is_next():
    made = evidence(0.82, networks=(), best=best(1.0, evidence()))
    assert found(check_ceiling, made)[0][3] == "miwake train baker --train 240000"


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (evidence(0.995), ("good", "ceiling.top", None)),
        (evidence(0.975), ("note", "ceiling.unknown", CONV)),
        (evidence(0.975, networks=()), ("note", "ceiling.unknown", None)),
        (
            evidence(best=Best(problem="it raised ValueError")),
            ("warning", "ceiling.unusable", None),
        ),
    ],
)
def test_without_a_best_rule(made, expected):
    assert found(check_ceiling, made) == [("ceiling", *expected)]


def test_the_best_values_of_a_regression():
    made = regression(0.9)
    assert found(check_ceiling, regression(0.9, best=Best(made.y)))[0][1:3] == (
        "warning",
        "ceiling.far",
    )


def test_data_that_is_loaded_has_no_more():
    made = evidence(0.82, networks=(), next=next_steps(can_make=False), best=best(1.0, evidence()))
    assert found(check_ceiling, made)[0][3] is None


@pytest.mark.parametrize(("p", "text"), [(0.0004, "p < 0.001"), (0.0123, "p = 0.012")])
def test_p_values_in_words(p, text):
    assert format_p(p) == text
