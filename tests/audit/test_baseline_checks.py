"""What trials say: every check, every status, and the cause that is named."""

import pytest

from miwake.audit.baseline_checks import check_predictors, check_views
from miwake.audit.baseline_scores import TriedView
from miwake.findings import Action
from miwake.messages import languages
from miwake.plan import TrainingPlan


def trial(view, score, p=0.0, features=1, sure=()):
    return TriedView(view, features, score, score - 0.01, score + 0.01, p, sure)


def said(trials, chance=0.5):
    found = list(check_views(trials, chance, "miwake train it"))
    for check in found:
        assert all(check.text(lang) for lang in languages())
    return [(check.status, check.sentence, check.values.get("view")) for check in found]


def test_nothing_is_said_in_exactly_these_words():
    (found,) = check_views([trial("mean", 0.51, 0.3), trial("variance", 0.5, 1)], 0.5, None)
    assert (found.status, found.text()) == ("note", "nothing found among these 2 views")


def test_no_views():
    assert said([]) == [("note", "not_tried", None)]


def test_a_view_that_tells_a_little():
    trials = [trial("mean", 0.6), trial("variance", 0.5, 1)]
    assert said(trials) == [("note", "best_view", "mean")]


def test_one_number_and_a_better_view():
    trials = [trial("lag1_autocorrelation", 0.94), trial("pairs", 1.0, features=64)]
    assert said(trials) == [
        ("warning", "number_tells", "lag1_autocorrelation"),
        ("warning", "view_tells", "pairs"),
    ]


def test_a_view_alone():
    assert said([trial("pairs", 0.99, features=64)]) == [("warning", "view_tells", "pairs")]


def test_the_next_step_stands_once():
    trials = [trial("lag1_autocorrelation", 0.94), trial("pairs", 1.0, features=64)]
    action = Action("train", TrainingPlan.of(task="it"))
    steps = [check.next for check in check_views(trials, 0.5, action)]
    assert steps == [action, None]


@pytest.mark.parametrize("score", [0.54, 0.99])
def test_last_bits(score):
    trials = [trial("last_bits", score, features=7), trial("pairs", 0.7, features=64)]
    found = said(trials)
    assert ("note", "best_view", "pairs") in found
    assert (("warning", "last_bits", "last_bits") in found) is (score > 0.9)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({"file_format": 1.0, "brightness": 0.6}, ("file_tells", "file_format")),
        ({"file_size": 0.98, "brightness": 0.6}, ("file_tells", "file_size")),
        (
            {
                "brightness": 0.97,
                "middle_brightness": 0.96,
                "corner_pixels": 0.95,
                "histogram": 0.99,
            },
            ("look_tells", "brightness"),
        ),
        (
            {"corner_pixels": 1.0, "border_pixels": 1.0, "brightness": 0.6},
            ("edge_tells", "corner_pixels"),
        ),
        (
            {"corner_pixels": 1.0, "brightness": 0.99, "histogram": 1.0},
            ("edge_tells", "corner_pixels"),
        ),
        ({"border_pixels": 1.0, "corner_pixels": 0.93}, ("edge_tells", "border_pixels")),
        ({"sharpness": 0.95, "brightness": 0.5}, ("look_tells", "sharpness")),
    ],
    ids=str,
)
def test_the_cause_in_images(scores, expected):
    trials = [trial(view, score, p=0 if score > 0.5 else 1) for view, score in scores.items()]
    assert said(trials) == [("warning", *expected)]


def test_one_class_of_many():
    trials = [
        trial("border_pixels", 0.2, sure=("7",)),
        trial("corner_pixels", 0.2, sure=("7",)),
        trial("brightness", 0.2, sure=("3", "7")),
    ]
    assert said(trials, 0.1) == [
        ("warning", "class_told", "corner_pixels"),
        ("warning", "class_told", "brightness"),
        ("note", "best_view", "border_pixels"),
    ]


@pytest.mark.parametrize(
    ("trials", "expected"),
    [
        ([], ("note", "not_tried")),
        ([trial("mean", 0.01, 0.4)], ("note", "nothing_found")),
        ([trial("mean", 0.3)], ("note", "best_predictor")),
        ([trial("mean", 0.95)], ("warning", "view_predicts")),
    ],
    ids=["no views", "nothing", "a little", "nearly all"],
)
def test_a_regression(trials, expected):
    (found,) = check_predictors(trials, "level", None)
    assert (found.status, found.sentence) == expected
    assert all(found.text(lang) for lang in languages())
