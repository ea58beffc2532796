"""What gives the classes away: the cause that is named, and that it is named alone."""

import pytest

from made_look import audit, said, view
from miwake.audit.baseline_scores import BaselineScore
from miwake.audit.checks.shortcuts import Edge, File, Image, OneClass
from miwake.audit.checks.views import Views
from miwake.checks import run_checks
from miwake.stats.intervals import wilson_interval

CHECKS = (File(), Edge(), Image(), OneClass(), Views())


def told(views, chance=0.5):
    made = audit(views=tuple(views), chance=chance)
    findings, unanswered = run_checks(CHECKS, made)
    assert unanswered == []
    return [(finding.status, finding.sentence, finding.values["view"]) for finding in findings]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
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
    views = [view(name, score, p=0 if score > 0.5 else 1) for name, score in scores.items()]
    assert told(views) == [("warning", *expected)]


def test_one_class_of_many():
    views = [
        view("border_pixels", 0.2, sure=("7",)),
        view("corner_pixels", 0.2, sure=("7",)),
        view("brightness", 0.2, sure=("3", "7")),
    ]
    assert told(views, 0.1) == [
        ("warning", "class_told", "corner_pixels"),
        ("warning", "class_told", "brightness"),
        ("note", "best_view", "border_pixels"),
    ]


@pytest.mark.parametrize("check", CHECKS[:4])
def test_values_are_not_given_away(check):
    reason = "no_images" if check in CHECKS[1:3] else "regression"
    made = audit(classes=(), views=(view("brightness", 0.99),))
    assert said(check, made) == ("not applicable", reason)


@pytest.mark.parametrize("check", CHECKS[1:3])
def test_what_is_no_image_has_no_edge_and_no_look(check):
    assert said(check, audit(kind="sequence")) == ("not applicable", "no_images")


@pytest.mark.parametrize(
    ("fact", "sentence"), [("file_format", "file_tells"), ("file_width", "file_shape_tells")]
)
def test_what_is_said_of_files_hides_nothing_that_a_network_sees(fact, sentence):
    views = [view(fact, 0.98, sure=("a", "b")), view("file_bytes", 1.0), view("brightness", 0.7)]
    expected = [("warning", sentence, fact), ("note", "best_view", "brightness")]
    assert told(views) == expected


def test_one_class_whose_files_are_others_is_not_said_to_be_learned_from_that():
    views = [view("file_format", 0.2, sure=("7",)), view("file_bytes", 0.2, sure=("3", "7"))]
    made = audit(views=tuple(views), chance=0.1)
    assert said(OneClass(), made) == [("warning", "class_file")]
    assert OneClass().run(made)[0].values["names"] == "7"


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        (50, ("warning", "file_size_saved")),
        (85, ("note", "file_size_tells")),
        (98, ("note", "file_size_shown")),
    ],
)
def test_the_size_of_files_is_due_to_how_they_were_saved_where_saving_alike_removes_it(
    right, expected
):
    alike = {"file_bytes": wilson_interval(right, 100)}
    size = BaselineScore("file_bytes", 1, 0.95, 0.9, 0.98, 0.0)
    assert said(File(), audit(views=(size,), remedies=alike)) == [expected]


def test_the_size_of_files_may_come_from_what_they_show_and_hides_nothing():
    views = [view("file_bytes", 1.0), view("brightness", 0.6, sure=("a",))]
    assert told(views) == [
        ("note", "file_size_tells", "file_bytes"),
        ("warning", "class_told", "brightness"),
        ("note", "best_view", "brightness"),
    ]
