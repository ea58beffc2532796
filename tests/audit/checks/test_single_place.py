"""One place that tells the classes apart."""

import pytest

from made_look import audit, said, view
from miwake.audit.checks.single_place import SinglePlace
from miwake.audit.single_place import SinglePlace as Found

CHECK = SinglePlace()


@pytest.mark.parametrize(
    ("kind", "place", "expected", "words"),
    [
        ("image", (3, 5), "pixel_tells", "row 4, column 6"),
        ("sequence", (7,), "step_tells", "number 8"),
        ("volume", (7, 0, 1, 2), "step_tells", "number 8/1/2/3"),
    ],
)
def test_a_place_is_named_as_people_count(kind, place, expected, words):
    made = audit(kind=kind, single_place=Found(place, 0.95, 0.9, 0.97))
    assert said(CHECK, made) == [("warning", expected)]
    assert words in next(iter(CHECK.run(made))).text()


def test_where_the_whole_tells_as_much_the_place_is_not_named():
    bright = view("brightness", 0.99)
    made = audit(single_place=Found((3, 5), 0.95, 0.9, 0.97), views=(bright,))
    assert said(CHECK, made) == []


def test_nothing_found_or_nothing_to_tell_apart():
    assert said(CHECK, audit()) == []
    assert said(CHECK, audit(classes=())) == ("not applicable", "regression")
