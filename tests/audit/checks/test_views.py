"""What simple features tell by themselves: every status, and the next step."""

from dataclasses import replace

import pytest

from made_look import audit, said, view
from miwake import load_task
from miwake.audit.checks.views import Views
from miwake.messages import languages
from miwake.stats.rank_tests import Association

CHECK = Views()


def views(*given, **changes):
    return audit(views=given, **changes)


def test_nothing_is_said_in_exactly_these_words():
    (found,) = CHECK.run(views(view("mean", 0.51, 0.3), view("variance", 0.5, 1)))
    assert (found.status, found.text()) == ("note", "nothing found among these 2 views")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], [("note", "not_tried", None)]),
        ([view("mean", 0.6), view("variance", 0.5, 1)], [("note", "best_view", "mean")]),
        ([view("pairs", 0.99, features=64)], [("warning", "view_tells", "pairs")]),
        (
            [view("lag1_autocorrelation", 0.94), view("pairs", 1.0, features=64)],
            [
                ("warning", "number_tells", "lag1_autocorrelation"),
                ("warning", "view_tells", "pairs"),
            ],
        ),
    ],
    ids=["no views", "a little", "a view alone", "one number and a better view"],
)
def test_views(given, expected):
    made = views(*given)
    assert said(CHECK, made) == [finding[:2] for finding in expected]
    assert [finding.values.get("view") for finding in CHECK.run(made)] == [e[2] for e in expected]


def test_the_next_step_stands_once():
    data = load_task("baker", {"LENGTH": "8"}).make(20, 20)
    made = audit(data, views=(view("mean", 0.94), view("pairs", 1.0, features=64)))
    steps = [finding.next and str(finding.next) for finding in CHECK.run(made)]
    assert steps == ["miwake train baker --train 20 --test 20 --set LENGTH=8", None]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], ("note", "not_tried")),
        ([view("mean", 0.01, 0.4)], ("note", "nothing_found")),
        ([view("mean", 0.3)], ("note", "best_predictor")),
        ([view("mean", 0.95)], ("warning", "view_predicts")),
    ],
    ids=["no views", "nothing", "a little", "nearly all"],
)
def test_a_regression(given, expected):
    (found,) = CHECK.run(views(*given, classes=(), target="level", chance=0.0))
    assert (found.status, found.sentence) == expected
    assert all(found.text(lang) for lang in languages())


@pytest.mark.parametrize("classes", [("a", "b"), ()])
def test_what_goes_along_with_the_label_is_said_where_no_rule_tells(classes):
    goes_along = replace(view("mean", -0.1, 1.0), association=Association(0.787, 1e-9), label="b")
    made = audit(views=(goes_along, view("variance", -0.2, 1.0)), classes=classes)
    assert said(CHECK, made) == [("note", "rank_classes" if classes else "rank_values")]


def test_two_tests_do_not_show_that_no_view_tells_anything():
    views = (view("brightness", 0.5, p=1.0),)
    assert said(Views(), audit(views=views, test=2)) == [("note", "nothing_few")]
