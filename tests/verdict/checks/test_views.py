"""What simple features reach, beside the network."""

import numpy as np
import pytest

from made_evidence import evidence, found, only, regression, view, why
from miwake.verdict.checks.views import Views, gain_over

CHECK = Views()


CONV = "miwake train baker --network conv"


NOTHING_TOLD = view(0.51, p=0.4)


def test_the_articles_82_percent_is_called_what_it_is():
    made = evidence(
        0.82, views=[view(0.681, "lag-2"), view(0.947), view(0.999, "pairs", single=False)]
    )
    check = only(CHECK, made)
    assert check.status == "bad"
    assert check.text() == (
        "One number does better: the lag-1 autocorrelation alone reaches 0.947."
    )
    assert str(check.next) == CONV


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
    assert found(CHECK, made) == [("views", *expected)]


def test_where_nobody_looked_nothing_is_said_of_views():
    assert why(CHECK, evidence()) == ("skipped", "no_look")


def test_the_same_examples_are_compared_in_pairs():
    made = evidence(0.9)
    alike = made.scores.copy()
    alike[:20] = False
    paired = gain_over(made, view(0.895, right=alike))
    apart = gain_over(made, view(0.895, right=np.empty(0)))
    assert paired.p < 0.001 < apart.p
