"""What simple features reach, beside the network."""

from dataclasses import replace

import numpy as np
import pytest

from made_evidence import evidence, few, found, only, regression, view, why
from miwake.stats.rank_tests import Association
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


def test_few_tests_do_not_show_that_a_rule_does_as_well():
    right = np.arange(25) < 21
    made = few(25, 1.0, views=[view(0.84, right=right)])
    more = "miwake train baker --test 40000"
    assert found(CHECK, made) == [("views", "note", "views.unsure", more)]


def test_facts_of_the_file_are_no_rivals():
    made = evidence(0.9, views=[view(1.0, "file_bytes"), NOTHING_TOLD])
    assert found(CHECK, made) == [("views", "note", "views.nothing", None)]


@pytest.mark.parametrize("make", [evidence, regression])
def test_a_number_that_goes_along_with_the_label_is_not_nothing(make):
    goes_along = replace(NOTHING_TOLD, association=Association(0.787, 1e-8), label="baker")
    check = only(CHECK, make(0.9, views=[goes_along]))
    assert check.status == "note"
    assert check.sentence.startswith("views.rank.")
    assert "0.79" in check.text() or "0.787" in check.text()


@pytest.mark.parametrize(("n", "sentence"), [(2, "views.few"), (40, "views.nothing")])
def test_two_tests_do_not_show_that_no_view_tells_anything(n, sentence):
    assert found(CHECK, few(n, 1.0, views=[view(0.5, p=1.0)])) == [
        ("views", "note", sentence, None)
    ]
