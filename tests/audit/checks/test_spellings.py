"""Classes whose names differ only in how they are written."""

from dataclasses import replace

import pytest

from made_look import EMPTY, audit, said
from miwake.audit.checks.spellings import Spellings
from miwake.findings import Finding

CHECK = Spellings()


@pytest.mark.parametrize(
    ("classes", "expected"),
    [
        (("Cat", "cat", "dog", "Dog "), [("warning", "spellings")]),
        (("ｃａｔ", "cat"), [("warning", "spellings")]),
        (("hot_dog", "Hot dog"), [("warning", "spellings")]),
        (("cat", "dog"), []),
        (("1", "10"), []),
    ],
)
def test_names_that_differ_in_case_or_blanks(classes, expected):
    assert said(CHECK, audit(classes=classes)) == expected


def test_what_was_said_of_a_table_is_not_said_again():
    note = Finding("data", "warning", "data.spellings", {"label": "y", "names": "a / A"})
    assert said(CHECK, audit(replace(EMPTY, notes=(note,)), classes=("a", "A"))) == []


def test_values_have_no_names():
    assert said(CHECK, audit(classes=())) == ("not applicable", "regression")
